// Receipts move on with what carriers say: read together with all there is to know, written together, told one by one.
import { type AliasableExpression, sql } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import { addRows, type MergeRule } from '#storage/add-rows.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { DeliveryCounts, ReceiptRow } from '#storage/schema/threads.ts';
import { originOf } from '../origin.ts';
import { newReceipt, sumReceipts } from '../receipts.ts';

/** What a carrier says of a message that left. */
export interface CarrierReport {
  readonly channelMessageSid: string;
  readonly status: NonNullable<ReceiptRow['status']>;
  readonly errorCode: number;
}

/** Columns of a receipt that say what text it is of, and those that say what became of it. */
const TEXT = [
  'account_sid',
  'service_sid',
  'thread_sid',
  'message_sid',
  'participant_sid',
  'channel_message_sid',
] as const;
const FATE = ['sid', 'status', 'status_rank', 'error_code', 'date_created', 'date_updated'] as const;

/** A text that left for a message, and the participant it is for. */
interface Text extends Pick<ReceiptRow, (typeof TEXT)[number]> {
  readonly message_index: number;
}

/**
 * Those of the texts that somebody beside the core sent for messages of threads, as a query. They have no receipts
 * until a carrier has said something of them.
 */
export type TextsElsewhere = (db: Reader, channelMessageSids: readonly string[]) => AliasableExpression<Text>;

/** How far each status is; one is only ever replaced by one that is farther. */
const RANK = { sent: 1, delivered: 2, undelivered: 2, failed: 2, read: 3 } as const;

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

const nothing = <Column extends string>(column: Column) => sql<never>`NULL`.as(column);

/** The texts, and every receipt of the messages they left for: one statement, however many. */
async function readTexts(
  db: Reader,
  sids: readonly string[],
  elsewhere: TextsElsewhere,
): Promise<{ readonly texts: Map<string, Text>; readonly receipts: Map<string, ReceiptRow> }> {
  const rows = await db
    .with('texts', () =>
      db
        .selectFrom('receipts')
        .innerJoin('messages', 'messages.sid', 'receipts.message_sid')
        .select(TEXT.map((column) => `receipts.${column}` as const))
        .select('messages.message_index')
        .where('receipts.channel_message_sid', 'in', sids)
        .unionAll(db.selectFrom(elsewhere(db, sids).as('others')).select([...TEXT, 'message_index'])),
    )
    .selectFrom('receipts')
    .select([...TEXT, ...FATE, sql<number | null>`NULL`.as('message_index')])
    .where('message_sid', 'in', (eb) => eb.selectFrom('texts').select('texts.message_sid'))
    .unionAll((eb) => eb.selectFrom('texts').select([...TEXT, ...FATE.map(nothing), 'message_index']))
    .execute();
  const texts = new Map<string, Text>();
  const receipts = new Map<string, ReceiptRow>();
  for (const { message_index, ...row } of rows) {
    if (message_index === null) receipts.set(row.channel_message_sid, row);
    else texts.set(row.channel_message_sid, { ...row, message_index });
  }
  return { texts, receipts };
}

/** The receipt of a text; one that came from elsewhere gets it with the first word of a carrier. */
function receiptOf(tx: Transaction, text: Text, receipts: ReadonlyMap<string, ReceiptRow>): ReceiptRow {
  const { channel_message_sid: channelMessageSid, participant_sid: participantSid, message_sid: sid } = text;
  const message = { ...text, sid };
  return receipts.get(channelMessageSid) ?? newReceipt(tx, { message, participantSid, channelMessageSid });
}

/** Moves receipts on by what carriers say, however late, twice or out of order they say it, and tells of it. */
export async function moveReceipts(
  tx: Transaction,
  reports: readonly CarrierReport[],
  elsewhere: TextsElsewhere,
): Promise<void> {
  const latest = farthest(reports);
  if (latest.size === 0) return;
  const { texts, receipts } = await readTexts(tx.db, [...latest.keys()], elsewhere);
  const moved = [...texts.values()].flatMap((text): (ReceiptRow & Text)[] => {
    const receipt = receiptOf(tx, text, receipts);
    const { status, errorCode } = latest.get(text.channel_message_sid)!;
    if (RANK[status] <= receipt.status_rank) return [];
    const fate = { status, status_rank: RANK[status], error_code: errorCode, date_updated: tx.now };
    return [{ ...receipt, ...fate, message_index: text.message_index }];
  });
  if (moved.length === 0) return;
  moved.sort((one, other) => (one.sid < other.sid ? -1 : 1));
  await addRows(tx, 'receipts', FARTHER, moved.map(columnsOf));
  for (const row of moved) receipts.set(row.channel_message_sid, row);
  const sums = sumReceipts([...receipts.values()].map((row) => ({ ...row, amount: 1 })));
  for (const receipt of moved) tell(tx, receipt, sums.get(receipt.message_sid)!);
}

/** New receipts and those that were read have their columns in one order. */
function columnsOf(receipt: ReceiptRow): object {
  return Object.fromEntries([...TEXT, ...FATE].map((column) => [column, receipt[column]]));
}

function tell(tx: Transaction, receipt: ReceiptRow & Text, delivery: DeliveryCounts): void {
  appendEvent(tx, {
    type: 'message.delivery',
    accountSid: receipt.account_sid,
    subjectSid: receipt.message_sid,
    data: {
      serviceSid: receipt.service_sid,
      threadSid: receipt.thread_sid,
      index: receipt.message_index,
      receiptSid: receipt.sid,
      channelMessageSid: receipt.channel_message_sid,
      participantSid: receipt.participant_sid,
      status: receipt.status!,
      errorCode: receipt.error_code,
      delivery,
      // What a carrier says was set off by nobody's request.
      origin: { ...originOf(tx), isHooked: true },
    },
  });
}
