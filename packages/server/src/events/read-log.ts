// Reading the event log from a place on, as far as it is settled.
import { sql } from 'kysely';
import type { Database } from '#storage/database.ts';
import type { EventType, StoredEvent } from './event-types.ts';
import { openFrom } from './horizon.ts';

/** A place in the log: behind this event of this transaction. */
export interface LogPlace {
  readonly transactionId: number;
  readonly eventId: number;
}

/** An event with its place. */
export type PlacedEvent = StoredEvent & {
  readonly transactionId: number;
  /** Its number among the events of its transaction, from 0. */
  readonly ordinal: number;
};

/** Where an event stands: what is read behind it begins with the next one. */
export function placeOf({ transactionId, id }: Pick<PlacedEvent, 'transactionId' | 'id'>): LogPlace {
  return { transactionId, eventId: id };
}

/** A row of the log. */
export interface LogRow {
  id: number;
  transaction_id: number;
  ordinal: number;
  account_sid: string;
  type: string;
  subject_sid: string;
  data: string;
  date_created: number;
}

/** The event of a row. */
export function placed(row: LogRow): PlacedEvent {
  return {
    id: row.id,
    transactionId: row.transaction_id,
    ordinal: row.ordinal,
    type: row.type,
    accountSid: row.account_sid,
    subjectSid: row.subject_sid,
    data: JSON.parse(row.data),
    at: row.date_created,
  } as PlacedEvent;
}

/** Events behind a place, and from which transaction on the log may still get events in between. */
interface LogStretch {
  readonly events: PlacedEvent[];
  readonly horizon: number;
}

/**
 * The next events of these types behind `place`, at most `limit` and without those in `known`, whether or not an older
 * transaction that is open still may put others before them. SQLite has one writer, and its numbers are the order of
 * commits.
 */
export async function readVisible(
  database: Database,
  place: LogPlace,
  types: readonly EventType[],
  limit: number,
  known: readonly number[] = [],
): Promise<LogStretch> {
  const log = database.read.selectFrom('events').selectAll().where('type', 'in', types).limit(limit);
  if (database.dialect === 'sqlite') {
    const rows = await log.where('id', '>', place.eventId).orderBy('id').execute();
    return { events: rows.map(placed), horizon: Number.POSITIVE_INFINITY };
  }
  // Asked before the events are read, where they may not tell it: what it settles is then among what is read.
  const before = known.length === 0 ? Number.POSITIVE_INFINITY : await openFrom(database);
  const rows = await log
    .select(sql<number>`pg_snapshot_xmin(pg_current_snapshot())::text::bigint`.as('horizon'))
    .where(sql<boolean>`(transaction_id, id) > (${place.transactionId}, ${place.eventId})`)
    .$if(known.length > 0, (unread) => unread.where(sql<boolean>`id <> ALL(${known}::bigint[])`))
    .orderBy('transaction_id')
    .orderBy('id')
    .execute();
  return { events: rows.map(placed), horizon: rows[0]?.horizon ?? before };
}

/**
 * The next events of these types behind `place`, at most `limit`, as far as the log is settled: on PostgreSQL an event
 * stays hidden while a transaction is open that is older than its own, because that one may still put events before
 * it. `hiddenFrom` is the transaction of the first that is hidden, null when none is.
 */
export async function readLog(
  database: Database,
  place: LogPlace,
  types: readonly EventType[],
  limit: number,
): Promise<{ events: PlacedEvent[]; hiddenFrom: number | null }> {
  const { events, horizon } = await readVisible(database, place, types, limit);
  const settled = events.filter((event) => event.transactionId < horizon);
  return { events: settled, hiddenFrom: events[settled.length]?.transactionId ?? null };
}

/** The number of the last event, 0 when there is none: on SQLite, whose one writer gives numbers in log order. */
export async function lastEventId(database: Database): Promise<number> {
  const last = await database.read
    .selectFrom('events')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.id ?? 0;
}

/** Sorts events into the order of the log. */
export function byPlace(
  a: Pick<PlacedEvent, 'transactionId' | 'id'>,
  b: Pick<PlacedEvent, 'transactionId' | 'id'>,
): number {
  return a.transactionId - b.transactionId || a.id - b.id;
}

/** The end of the log: everything before it is committed, everything that commits from now on lies behind it. */
export async function lastPlace(database: Database): Promise<LogPlace> {
  // There all events are of transaction 0.
  if (database.dialect === 'sqlite') return { transactionId: 0, eventId: await lastEventId(database) };
  // Transactions from the horizon on may be open still; the numbers of their events say nothing.
  return { transactionId: (await openFrom(database)) - 1, eventId: Number.MAX_SAFE_INTEGER };
}
