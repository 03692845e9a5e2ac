// What a row says of a conversation: the last words, and whose they are.
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/tasks.ts';

interface Preview {
  readonly isOwn: boolean;
  readonly text: string;
  /** Milliseconds; null where nothing was said. */
  readonly date: number | null;
}

/** The last words of a conversation, what is on its way out included. */
export function previewOf(conversation: ConversationEntry, identity: string): Preview {
  const pending = conversation.pending.at(-1);
  if (pending !== undefined) {
    return { isOwn: true, text: pending.body || words.list.attachment, date: pending.date };
  }
  const last = conversation.messages.at(-1);
  if (last === undefined) {
    const text = conversation.isLoaded ? words.list.noMessages : words.list.loading;
    return { isOwn: false, text, date: null };
  }
  const text = last.body.trim() || last.media[0]?.filename || words.list.attachment;
  return { isOwn: last.author === identity, text, date: last.date };
}
