// Conversations there were with the customer, on all channels; each can be read.
import { useState } from 'react';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/customer.ts';
import { exactly } from '#desk/words/exactly.ts';
import { ago } from '#desk/words/moments.ts';
import { words as ui } from '#desk/words/ui.ts';
import { type EarlierConversation, useEarlierConversations } from '../facts.ts';
import { Nothing, Part } from '../parts/Part.tsx';
import { ConversationDialog } from './ConversationDialog.tsx';
import styles from './EarlierConversations.module.css';

const words = all.conversations;

function Line({
  conversation,
  onShow,
}: {
  readonly conversation: EarlierConversation;
  readonly onShow: () => void;
}) {
  const { channel, state, agent, disposition, last_message: last, date_created: begun } = conversation;
  const at = conversation.last_message_at ?? begun;
  const name = channelName(channel);
  const facts = [name, agent === null ? null : words.with(agent), disposition].filter(Boolean).join(' · ');
  return (
    <li>
      <button
        type="button"
        className={styles['line']}
        title={words.show(name, exactly(begun))}
        onClick={onShow}
      >
        <span className={styles['facts']}>{facts}</span>
        <time dateTime={at} title={exactly(at)}>
          {ago(at)}
        </time>
        <span className={styles['last']} dir="auto">
          {last || words.noWords}
        </span>
        {state !== 'closed' && <Badge tone="accent">{words.open}</Badge>}
      </button>
    </li>
  );
}

interface EarlierConversationsProps {
  readonly address: string;
  readonly name: string;
  /** The conversation the agent is in: it is on the page already. */
  readonly here: string | null;
}

export function EarlierConversations({ address, name, here }: EarlierConversationsProps) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useEarlierConversations(address);
  const [shown, setShown] = useState<string | null>(null);
  const others = (data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ conversation_sid: sid }) => sid !== here);
  return (
    <Part
      title={words.title}
      isPending={isPending}
      failure={
        error && data === undefined ? { text: words.failed, error, onRetry: () => void refetch() } : null
      }
    >
      {others.length === 0 && !hasNextPage && <Nothing>{words.none}</Nothing>}
      {others.length > 0 && (
        <ul className={styles['lines']}>
          {others.map((conversation) => (
            <Line
              key={conversation.conversation_sid}
              conversation={conversation}
              onShow={() => setShown(conversation.conversation_sid)}
            />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button isSmall isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {ui.more}
          </Button>
        </div>
      )}
      <ConversationDialog conversationSid={shown} title={words.dialog(name)} onClose={() => setShown(null)} />
    </Part>
  );
}
