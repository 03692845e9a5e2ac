// The event log as one row of growing numbers, for readers outside that remember a single number (Sync's event ids).
import { sql } from 'kysely';
import type { Database } from '#storage/database.ts';
import type { EventType } from './event-types.ts';
import { openFrom } from './horizon.ts';
import { type LogRow, lastEventId, type PlacedEvent, placed } from './read-log.ts';

/**
 * On PostgreSQL a number is made of the transaction and the event's place in it, so that numbers grow in the order
 * of the log, which the numbers of the rows do not. Beyond this many events of one transaction the rest share the
 * last number. What is left of the 53 bits of a number lasts for 2^37 transactions.
 */
export const NUMBERS_A_TRANSACTION = 65_536;

/** The number of an event: greater than that of every event before it in the log. */
export function logNumber(event: Pick<PlacedEvent, 'id' | 'transactionId' | 'ordinal'>): number {
  if (event.transactionId === 0) return event.id;
  return event.transactionId * NUMBERS_A_TRANSACTION + Math.min(event.ordinal, NUMBERS_A_TRANSACTION - 1);
}

/**
 * The number up to which the log is settled: no event with this number or a smaller one can still be committed.
 * What is read from the database after this call contains every change up to it, and perhaps some behind it.
 */
export async function settledNumber(database: Database): Promise<number> {
  if (database.dialect === 'sqlite') return lastEventId(database);
  return (await openFrom(database)) * NUMBERS_A_TRANSACTION - 1;
}

/** The settled events of these types whose numbers are greater than `after`, in their order, at most `limit`. */
export async function readLogAfter(
  database: Database,
  after: number,
  types: readonly EventType[],
  limit: number,
): Promise<PlacedEvent[]> {
  const log = database.read.selectFrom('events').selectAll().where('type', 'in', types).limit(limit);
  if (database.dialect === 'sqlite') {
    return (await log.where('id', '>', after).orderBy('id').execute()).map(placed);
  }
  const until = await settledNumber(database);
  const transactionId = Math.floor(after / NUMBERS_A_TRANSACTION);
  const rows = await log
    .where(sql<boolean>`(transaction_id, ordinal) > (${transactionId}, ${after % NUMBERS_A_TRANSACTION})`)
    .where('transaction_id', '>=', transactionId)
    .where('transaction_id', '<=', Math.floor(until / NUMBERS_A_TRANSACTION))
    .orderBy('transaction_id')
    .orderBy('id')
    .execute();
  return rows.map((row: LogRow) => placed(row));
}
