// The message an outbound conversation begins or goes on with.
import type { Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { postMessage } from '#threads/threads.ts';
import type { Plan } from './preflight/preflight.ts';
import { spokenText } from './preflight/words.ts';

/** Who writes: the agent under their identity, or nobody in particular. */
export function authorOf({ resolved }: Plan): string {
  return resolved.agent?.identity ?? 'system';
}

/**
 * Says the words in the thread. A template goes as such, for channels that want to see one, and the thread shows what it
 * says.
 */
export function sayFirst(
  tx: Transaction,
  plan: Plan,
  thread: { readonly sid: string; readonly service_sid: string },
  generation: 'conversations' | 'legacy',
): Promise<MessageRow> {
  const { accountSid, words } = plan;
  return postMessage(tx, {
    accountSid,
    threadSid: thread.sid,
    serviceSid: thread.service_sid,
    author: authorOf(plan),
    body: spokenText(words),
    contentSid: words.contentSid,
    contentVariables: words.contentVariables,
    face: generation === 'conversations' ? 'conversations' : 'chat',
  });
}
