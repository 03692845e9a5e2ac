// Choosing the worker or queue a task is to go to.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { presenceOf } from '#desk/agent/activity/presence.ts';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { useQueueRecords, useWorkers } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import { handOver, type Target } from './hand-over.ts';
import styles from './WorkDialogs.module.css';
import type { WorkItem } from './work-item.ts';

const words = all.work;

function matches(name: string, sought: string): boolean {
  return name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
}

/** How a worker shows on a face. */
function presence({ activity_name: name, available }: WorkerRecord) {
  return presenceOf({ name, available });
}

interface ChoiceProps {
  readonly group: string;
  readonly target: Target;
  readonly chosen: Target | null;
  readonly onChoose: (target: Target) => void;
}

function WorkerChoice({
  worker,
  group,
  chosen,
  onChoose,
  isHolder,
}: Omit<ChoiceProps, 'target'> & { readonly worker: WorkerRecord; readonly isHolder: boolean }) {
  const { sid, friendly_name: name } = worker;
  return (
    <label className={styles['target']}>
      <input
        type="radio"
        name={group}
        value={sid}
        checked={chosen?.sid === sid}
        disabled={!worker.available || isHolder}
        onChange={() => onChoose({ sid, name, kind: 'worker' })}
      />
      <Avatar name={name} size={26} presence={presence(worker)} />
      <bdi>{name}</bdi>
      <span className={styles['state']}>{isHolder ? words.hasIt : worker.activity_name}</span>
    </label>
  );
}

function QueueChoice({ group, target, chosen, onChoose }: ChoiceProps) {
  return (
    <label className={`${styles['target']} ${styles['queue']}`}>
      <input
        type="radio"
        name={group}
        value={target.sid}
        checked={chosen?.sid === target.sid}
        onChange={() => onChoose(target)}
      />
      <bdi>{target.name}</bdi>
    </label>
  );
}

interface ReassignDialogProps {
  readonly item: WorkItem;
  readonly onClose: () => void;
  /** The task went on, perhaps under another SID. */
  readonly onDone?: (taskSid: string) => void;
}

/** Workers who are away cannot be chosen: the work would wait for them alone. */
export function ReassignDialog({ item, onClose, onDone }: ReassignDialogProps) {
  const workspace = useWorkspace();
  const form = useId();
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Target | null>(null);
  const workers = useWorkers();
  const queues = useQueueRecords();
  const assign = useMutation({
    mutationFn: (target: Target) => handOver(workspace, item.taskSid, target),
    onSuccess: (sid, target) => {
      notify(words.assignDone(item.name, target.name));
      onClose();
      onDone?.(sid);
    },
  });
  const found = (workers.data ?? [])
    .filter(({ friendly_name }) => matches(friendly_name, sought))
    .toSorted((a, b) => Number(b.available) - Number(a.available));
  const foundQueues = (queues.data ?? []).filter(({ friendly_name }) => matches(friendly_name, sought));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== null) assign.mutate(chosen);
  };
  const choice = { group: `${form}-target`, chosen, onChoose: setChosen };
  const failure = assign.error ?? workers.error ?? queues.error;
  return (
    <Dialog
      title={words.assignTitle(item.name)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.cancel}</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            isBusy={assign.isPending}
            disabled={chosen === null}
          >
            {words.assignSubmit}
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        <p className={styles['hint']}>
          {item.isHeld ? words.assignHeldHint : words.assignWaitingHint}{' '}
          {!item.isHeld && item.isConversation && chosen?.kind === 'worker' && words.directHint}
        </p>
        <TextField
          label={words.find}
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          autoComplete="off"
        />
        <fieldset className={styles['targets']}>
          <legend className="visually-hidden">{words.assignLabel}</legend>
          {found.length > 0 && (
            <div className={styles['group']}>
              <h3>{words.workers}</h3>
              {found.map((worker) => (
                <WorkerChoice
                  key={worker.sid}
                  worker={worker}
                  isHolder={item.holderSid === worker.sid}
                  {...choice}
                />
              ))}
            </div>
          )}
          {foundQueues.length > 0 && (
            <div className={styles['group']}>
              <h3>{words.queues}</h3>
              {foundQueues.map(({ sid, friendly_name: name }) => (
                <QueueChoice key={sid} target={{ sid, name, kind: 'queue' }} {...choice} />
              ))}
            </div>
          )}
          {found.length + foundQueues.length === 0 && workers.data && queues.data && (
            <p className={styles['hint']}>{words.nobodyFound}</p>
          )}
        </fieldset>
        {failure && <Notice tone="bad">{failure.message}</Notice>}
      </form>
    </Dialog>
  );
}
