// How much a customer has written that the agent has not seen.
import { useMemo } from 'react';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';

/** An entry never changes, so what was counted of it stays right. */
const counted = new WeakMap<ConversationEntry, number>();

function count({ lastRead, lastIndex, messages }: ConversationEntry, identity: string): number {
  const read = lastRead ?? -1;
  let unread = (lastIndex ?? -1) - read;
  for (let place = messages.length - 1; place >= 0 && messages[place]!.index > read; place -= 1) {
    if (messages[place]!.author === identity) unread -= 1;
  }
  return Math.max(0, unread);
}

/** Messages of others after the last one that was read. Older ones than are loaded are all taken as others'. */
export function unreadOf(conversation: ConversationEntry, identity: string): number {
  const known = counted.get(conversation);
  if (known !== undefined) return known;
  const unread = count(conversation, identity);
  counted.set(conversation, unread);
  return unread;
}

/** Conversations of this agent's tasks with something unread. */
export function useUnreadTotal(): number {
  const conversations = useDesk((state) => state.conversations.bySid);
  const tasks = useDesk((state) => state.tasks.bySid);
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  return useMemo(() => {
    const threads = new Set(Object.values(tasks).map(({ threadSid }) => threadSid));
    return Object.values(conversations).filter(
      (conversation) => threads.has(conversation.sid) && unreadOf(conversation, identity) > 0,
    ).length;
  }, [conversations, tasks, identity]);
}
