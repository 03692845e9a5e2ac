// Receipts: what carriers say of a message on its way to each messaging participant, and the sum of it.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { addRows, type MergeRule } from '#storage/add-rows.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { DeliveryCounts, MessageRow, ReceiptRow } from '#storage/schema/threads.ts';
import { originOf } from './origin.ts';

/** A message about to leave for a messaging participant. */
export interface NewReceipt {
  readonly message: Pick<MessageRow, 'sid' | 'account_sid' | 'service_sid' | 'thread_sid'>;
  readonly participantSid: string;
  readonly channelMessageSid: string;
}

/** What a carrier says of a message that left. */
export interface CarrierReport {
  readonly channelMessageSid: string;
  readonly status: NonNullable<ReceiptRow['status']>;
  readonly errorCode: number;
}

/** How far each status is; one is only ever replaced by one that is farther. */
const RANK = { sent: 1, delivered: 2, undelivered: 2, failed: 2, read: 3 } as const;

/** Rows of an insert; parameters of a statement are limited. */
const ROWS_A_STATEMENT = 200;

/** Makes the receipts of messages that are about to leave. Nothing is known of them yet. */
export async function expectReceipts(tx: Transaction, expected: readonly NewReceipt[]): Promise<void> {
  const rows = expected.map(({ message, participantSid, channelMessageSid }) => ({
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
  }));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    await insertRows(tx, 'receipts', rows.slice(at, at + ROWS_A_STATEMENT));
  }
}

const FARTHER: MergeRule = {
  key: ['sid'],
  columns: { status: 'replace', status_rank: 'replace', error_code: 'replace', date_updated: 'replace' },
};

/** The report that is farthest of each message. */
function farthest(reports: readonly CarrierReport[]): Map<string, CarrierReport> {
  const latest = new Map<string, CarrierReport>();
  for (const report of reports) {
    const known = latest.get(report.channelMessageSid);
    if (known === undefined || RANK[report.status] > RANK[known.status]) {
      latest.set(report.channelMessageSid, report);
    }
  }
  return latest;
}

/** Moves receipts on by what carriers say, however late, twice or out of order they say it, and tells of it. */
export async function moveReceipts(tx: Transaction, reports: readonly CarrierReport[]): Promise<void> {
  const latest = farthest(reports);
  if (latest.size === 0) return;
  const known = await tx.db
    .selectFrom('receipts')
    .selectAll()
    .where('channel_message_sid', 'in', [...latest.keys()])
    .orderBy('sid')
    .execute();
  const moved = known.flatMap((receipt): ReceiptRow[] => {
    const { status, errorCode } = latest.get(receipt.channel_message_sid)!;
    if (RANK[status] <= receipt.status_rank) return [];
    return [{ ...receipt, status, status_rank: RANK[status], error_code: errorCode, date_updated: tx.now }];
  });
  if (moved.length === 0) return;
  await addRows(
    tx,
    'receipts',
    FARTHER,
    moved.map((row) => ({ ...row })),
  );
  await tell(tx, moved);
}

async function tell(tx: Transaction, moved: readonly ReceiptRow[]): Promise<void> {
  const messageSids = [...new Set(moved.map(({ message_sid }) => message_sid))];
  const counts = await deliveryOf(tx.db, messageSids);
  const messages = await tx.db
    .selectFrom('messages')
    .select(['sid', 'message_index'])
    .where('sid', 'in', messageSids)
    .execute();
  const indexes = new Map(messages.map((row) => [row.sid, row.message_index]));
  for (const receipt of moved) {
    const index = indexes.get(receipt.message_sid);
    if (index === undefined) continue;
    appendEvent(tx, {
      type: 'message.delivery',
      accountSid: receipt.account_sid,
      subjectSid: receipt.message_sid,
      data: {
        serviceSid: receipt.service_sid,
        threadSid: receipt.thread_sid,
        index,
        receiptSid: receipt.sid,
        channelMessageSid: receipt.channel_message_sid,
        participantSid: receipt.participant_sid,
        status: receipt.status!,
        errorCode: receipt.error_code,
        delivery: counts.get(receipt.message_sid)!,
        // What a carrier says was set off by nobody's request.
        origin: { ...originOf(tx), isHooked: true },
      },
    });
  }
}

/** The sums of the receipts of messages, by message; a message without receipts is not in it. */
export async function deliveryOf(
  db: Reader,
  messageSids: readonly string[],
): Promise<Map<string, DeliveryCounts>> {
  const counts = new Map<string, DeliveryCounts>();
  if (messageSids.length === 0) return counts;
  const rows = await db
    .selectFrom('receipts')
    .select(({ fn }) => ['message_sid', 'status', fn.countAll<number>().as('amount')])
    .where('message_sid', 'in', messageSids)
    .groupBy(['message_sid', 'status'])
    .execute();
  for (const { message_sid, status, amount } of rows) {
    const sum = counts.get(message_sid) ?? {
      total: 0,
      sent: 0,
      delivered: 0,
      read: 0,
      failed: 0,
      undelivered: 0,
    };
    const number = Number(amount);
    sum.total += number;
    if (status !== null && status !== 'failed') sum.sent += number;
    if (status === 'delivered' || status === 'read') sum.delivered += number;
    if (status === 'read') sum.read += number;
    if (status === 'failed') sum.failed += number;
    if (status === 'undelivered') sum.undelivered += number;
    counts.set(message_sid, sum);
  }
  return counts;
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
