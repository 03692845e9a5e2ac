// The customer is in a conversation already: with whom, since when, and what the agent can do about it.
import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useId } from 'react';
import { get } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { relative } from '#desk/words/moments.ts';
import { words as all } from '#desk/words/outbound.ts';
import type { IfOpen } from '../wish.ts';
import type { OpenFacts } from './check.ts';
import styles from './OpenConversation.module.css';

const words = all.check.open;

interface OpenConversationProps {
  readonly facts: OpenFacts;
  readonly chosen: IfOpen | null;
  readonly onChoose: (ifOpen: IfOpen) => void;
  /** Shows the agent's own conversation; null where it is not his. */
  readonly onShow: (() => void) | null;
  readonly onOtherSender: () => void;
}

interface Way {
  readonly ifOpen: IfOpen;
  readonly label: string;
  readonly text: string;
}

/** Whom the work is offered to while nobody has taken it. */
function useOfferedTo({ agent, task_sid: taskSid }: OpenFacts): string | null {
  const workspaceSid = useDesk((state) => state.session.user?.workspaceSid ?? null);
  const { data = null } = useQuery({
    queryKey: ['offered-to', taskSid],
    enabled: agent === null && taskSid !== null && workspaceSid !== null,
    queryFn: async ({ signal }) => {
      const workspace = `/taskrouter/v1/Workspaces/${workspaceSid}`;
      const { reservations } = await get<{
        reservations: readonly { reservation_status: string; worker_name: string }[];
      }>(`${workspace}/Tasks/${taskSid}/Reservations`, {}, signal);
      return reservations.find(({ reservation_status: status }) => status === 'pending')?.worker_name ?? null;
    },
  });
  return data;
}

function headline(facts: OpenFacts, isMine: boolean, offeredTo: string | null): string {
  if (facts.conversation_sid === null) return words.taken;
  const age = relative(-(facts.age_seconds ?? 0));
  if (isMine) return words.mine(age);
  if (facts.agent !== null) return words.with(facts.agent.worker_name, age);
  if (offeredTo !== null) return words.offered(offeredTo, age);
  return facts.task_sid === null ? words.idle(age) : words.nobody(age);
}

function waysOf(
  facts: OpenFacts,
  isMine: boolean,
  isWorker: boolean,
  offeredTo: string | null,
): readonly Way[] {
  if (facts.conversation_sid === null) return [];
  if (isMine) return [{ ifOpen: 'append', label: words.append, text: words.goOnText }];
  if (facts.task_sid === null) return [{ ifOpen: 'reuse', label: words.goOn, text: words.goOnText }];
  const name = facts.agent?.worker_name ?? offeredTo;
  const append: Way = {
    ifOpen: 'append',
    label: words.append,
    text: name === null ? words.appendNobody : words.appendText(name),
  };
  const takeOver: Way = {
    ifOpen: 'take-over',
    label: words.takeOver,
    text: name === null ? words.takeOverNobody : words.takeOverText(name),
  };
  return isWorker ? [append, takeOver] : [append];
}

export function OpenConversation({ facts, chosen, onChoose, onShow, onOtherSender }: OpenConversationProps) {
  const name = useId();
  const workerSid = useDesk((state) => state.session.user?.workerSid ?? null);
  const offeredTo = useOfferedTo(facts);
  const isMine = onShow !== null || (workerSid !== null && facts.agent?.worker_sid === workerSid);
  const ways = waysOf(facts, isMine, workerSid !== null, offeredTo);
  const last = facts.last_message_age_seconds;
  return (
    <div className={styles['open']}>
      <div className={styles['head']}>
        <MessagesSquare aria-hidden="true" />
        <div>
          <p className={styles['title']}>{headline(facts, isMine, offeredTo)}</p>
          {typeof last === 'number' && <p className={styles['last']}>{words.last(relative(-last))}</p>}
        </div>
      </div>
      {ways.length > 0 && (
        <fieldset className={styles['ways']}>
          <legend className="visually-hidden">{words.what}</legend>
          {ways.map(({ ifOpen, label, text }) => (
            <label key={ifOpen} className={styles['way']}>
              <input
                type="radio"
                name={name}
                checked={chosen === ifOpen}
                aria-describedby={`${name}-${ifOpen}`}
                onChange={() => onChoose(ifOpen)}
              />
              <span>{label}</span>
              <span id={`${name}-${ifOpen}`} className={styles['text']}>
                {text}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div className={styles['buttons']}>
        {onShow && (
          <Button isSmall kind="primary" onClick={onShow}>
            {words.show}
          </Button>
        )}
        <Button isSmall onClick={onOtherSender}>
          {words.other}
        </Button>
      </div>
    </div>
  );
}
