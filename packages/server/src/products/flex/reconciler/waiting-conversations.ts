// Conversations in which the answer of the customer is waited for on purpose: a message went out, and who answers it is
// found when the answer comes.
import type { Reader } from '#storage/database.ts';

/** Those of the conversations and channels that wait so. */
export async function waitingConversations(
  db: Reader,
  accountSid: string,
  sids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sids.length === 0) return new Set();
  const rows = await db
    .selectFrom('outbound_conversations')
    .select('conversation_sid')
    .where('account_sid', '=', accountSid)
    .where('conversation_sid', 'in', sids)
    .where('status', '=', 'waiting')
    .execute();
  return new Set(rows.map((row) => row.conversation_sid));
}
