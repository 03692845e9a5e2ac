// Two programs that answer each other: replies between two addresses stop when there are too many in a short time.
import type { Transaction } from '#storage/database.ts';

/** Replies between two addresses within this time ("Error 14107"). */
const MOST_REPLIES = 30;
const WITHIN_MS = 30_000;

/** Whether as many replies went between the two addresses in the last 30 seconds as may. */
export async function isLooping(
  tx: Transaction,
  accountSid: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const replies = await tx.db
    .selectFrom('carrier_messages')
    .select('date_created')
    .where('account_sid', '=', accountSid)
    .where('to_address', '=', to)
    .where('from_address', '=', from)
    .where('direction', '=', 'outbound-reply')
    .where('error_code', 'is', null)
    .orderBy('sid', 'desc')
    .limit(MOST_REPLIES)
    .execute();
  const oldest = replies[MOST_REPLIES - 1];
  return oldest !== undefined && oldest.date_created > tx.now - WITHIN_MS;
}
