// Customers who asked not to be texted, for each of our addresses.
import { appendEvent } from '#events/event-log.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { cancelWaiting } from './outbox.ts';
import { moveForward } from './status-change.ts';

/** Twilio's code for a recipient who has unsubscribed. */
export const UNSUBSCRIBED = 21610;

/** One of our addresses and a customer who writes to it. */
export interface Correspondence {
  readonly accountSid: string;
  readonly ownAddress: string;
  readonly customerAddress: string;
}

/** Whether the customer refuses texts from this address of ours. */
export async function isOptedOut(
  db: Reader,
  accountSid: string,
  ownAddress: string,
  customerAddress: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('opt_outs')
    .select('date_created')
    .where('account_sid', '=', accountSid)
    .where('own_address', '=', ownAddress)
    .where('customer_address', '=', customerAddress)
    .executeTakeFirst();
  return row !== undefined;
}

/** The addresses of a text. */
interface Addressed {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
}

/** Those of the texts whose recipient refuses texts from their sender. */
export async function optedOutAmong<Text extends Addressed>(
  db: Reader,
  texts: readonly Text[],
): Promise<Set<Text>> {
  if (texts.length === 0) return new Set();
  const rows = await db
    .selectFrom('opt_outs')
    .select(['account_sid', 'own_address', 'customer_address'])
    .where('account_sid', 'in', [...new Set(texts.map(({ accountSid }) => accountSid))])
    .where('own_address', 'in', [...new Set(texts.map(({ from }) => from))])
    .where('customer_address', 'in', [...new Set(texts.map(({ to }) => to))])
    .execute();
  const refused = new Set(rows.map((row) => `${row.account_sid} ${row.own_address} ${row.customer_address}`));
  return new Set(texts.filter(({ accountSid, from, to }) => refused.has(`${accountSid} ${from} ${to}`)));
}

/**
 * Records a refusal; false when it was recorded before. What still waits to leave for the customer fails with
 * 21610. `source` is the word the customer sent or who recorded it, `messageSid` the text it came with.
 */
export async function recordOptOut(
  tx: Transaction,
  { accountSid, ownAddress, customerAddress }: Correspondence,
  source: string,
  messageSid: string,
): Promise<boolean> {
  const recorded = await tx.db
    .insertInto('opt_outs')
    .values({
      account_sid: accountSid,
      own_address: ownAddress,
      customer_address: customerAddress,
      source,
      date_created: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('date_created')
    .executeTakeFirst();
  if (recorded === undefined) return false;
  const waiting = await cancelWaiting(tx, {
    account_sid: accountSid,
    from_address: ownAddress,
    to_address: customerAddress,
  });
  await moveForward(tx, waiting, 'failed', { errorCode: UNSUBSCRIBED });
  const data = { customerAddress, ownAddress, optedOut: true };
  appendEvent(tx, { type: 'opt-out.changed', accountSid, subjectSid: messageSid, data });
  return true;
}

/** Ends a refusal; false when there was none. */
export async function removeOptOut(
  tx: Transaction,
  { accountSid, ownAddress, customerAddress }: Correspondence,
  messageSid: string,
): Promise<boolean> {
  const removed = await tx.db
    .deleteFrom('opt_outs')
    .where('account_sid', '=', accountSid)
    .where('own_address', '=', ownAddress)
    .where('customer_address', '=', customerAddress)
    .returning('date_created')
    .executeTakeFirst();
  if (removed === undefined) return false;
  const data = { customerAddress, ownAddress, optedOut: false };
  appendEvent(tx, { type: 'opt-out.changed', accountSid, subjectSid: messageSid, data });
  return true;
}
