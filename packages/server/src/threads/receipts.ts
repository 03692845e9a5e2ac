// Receipts: what carriers say of a message on its way to each messaging participant, and the sum of it.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { DeliveryCounts, MessageRow, ReceiptRow } from '#storage/schema/threads.ts';

/** A message about to leave for a messaging participant. */
export interface NewReceipt {
  readonly message: Pick<MessageRow, 'sid' | 'account_sid' | 'service_sid' | 'thread_sid'>;
  readonly participantSid: string;
  readonly channelMessageSid: string;
}

/** Rows of an insert; parameters of a statement are limited. */
const ROWS_A_STATEMENT = 200;

/** The receipt of a message that is about to leave. Nothing is known of it yet. */
export function newReceipt(tx: Transaction, expected: NewReceipt): ReceiptRow {
  const { message, participantSid, channelMessageSid } = expected;
  return {
    sid: newSid('DY'),
    account_sid: message.account_sid,
    service_sid: message.service_sid,
    thread_sid: message.thread_sid,
    message_sid: message.sid,
    participant_sid: participantSid,
    channel_message_sid: channelMessageSid,
    status: null,
    status_rank: 0,
    error_code: 0,
    date_created: tx.now,
    date_updated: tx.now,
  };
}

/** Makes the receipts of messages that are about to leave. */
export async function expectReceipts(tx: Transaction, expected: readonly NewReceipt[]): Promise<void> {
  const rows = expected.map((one) => ({ ...newReceipt(tx, one) }));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    await insertRows(tx, 'receipts', rows.slice(at, at + ROWS_A_STATEMENT));
  }
}

/** The sums of so many receipts a status, by message. */
export function sumReceipts(
  groups: readonly (Pick<ReceiptRow, 'message_sid' | 'status'> & { readonly amount: number })[],
): Map<string, DeliveryCounts> {
  const counts = new Map<string, DeliveryCounts>();
  for (const { message_sid, status, amount } of groups) {
    const sum = counts.get(message_sid) ?? {
      total: 0,
      sent: 0,
      delivered: 0,
      read: 0,
      failed: 0,
      undelivered: 0,
    };
    sum.total += amount;
    if (status !== null && status !== 'failed') sum.sent += amount;
    if (status === 'delivered' || status === 'read') sum.delivered += amount;
    if (status === 'read') sum.read += amount;
    if (status === 'failed') sum.failed += amount;
    if (status === 'undelivered') sum.undelivered += amount;
    counts.set(message_sid, sum);
  }
  return counts;
}

/** The sums of the receipts of messages, by message; a message without receipts is not in it. */
export async function deliveryOf(
  db: Reader,
  messageSids: readonly string[],
): Promise<Map<string, DeliveryCounts>> {
  if (messageSids.length === 0) return new Map();
  const rows = await db
    .selectFrom('receipts')
    .select(({ fn }) => ['message_sid', 'status', fn.countAll<number>().as('amount')])
    .where('message_sid', 'in', messageSids)
    .groupBy(['message_sid', 'status'])
    .execute();
  return sumReceipts(rows.map((row) => ({ ...row, amount: Number(row.amount) })));
}

/** How much of a whole: the words of the `delivery` summary. */
type Share = 'none' | 'some' | 'all';

/** The `delivery` summary of a message as clients know it ("Delivery Receipts"). */
export function deliverySummary(
  counts: DeliveryCounts,
): { total: number } & Record<Exclude<keyof DeliveryCounts, 'total'>, Share> {
  const { total } = counts;
  const share = (amount: number): Share => (amount === 0 ? 'none' : amount < total ? 'some' : 'all');
  return {
    total,
    sent: share(counts.sent),
    delivered: share(counts.delivered),
    read: share(counts.read),
    failed: share(counts.failed),
    undelivered: share(counts.undelivered),
  };
}
