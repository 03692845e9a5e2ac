// The events of objects that clients made, read back.
import type { ExpressionBuilder } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { SyncEventRow } from '#storage/schema/sync.ts';
import type { Tables } from '#storage/schema.ts';
import type { SyncEvent } from '../objects.ts';

/** An object, and the event behind which its events are wanted. */
export interface EventsFrom {
  readonly sid: string;
  readonly after: number;
}

function isWanted(wanted: readonly EventsFrom[]) {
  return (eb: ExpressionBuilder<Tables, 'sync_events'>) =>
    eb.or(wanted.map(({ sid, after }) => eb.and([eb('object_sid', '=', sid), eb('event_id', '>', after)])));
}

function eventOf(row: SyncEventRow): SyncEvent {
  return { ...JSON.parse(row.data), id: row.event_id, at: row.date_created };
}

/**
 * The events of objects, by object and in order, at most `limit` of all together: the last object read may then lack
 * some, and those behind it have none.
 */
export async function readEvents(
  db: Reader,
  wanted: readonly EventsFrom[],
  limit: number,
): Promise<{ events: ReadonlyMap<string, readonly SyncEvent[]>; isWhole: boolean }> {
  const events = new Map<string, SyncEvent[]>();
  if (wanted.length === 0) return { events, isWhole: true };
  const rows = await db
    .selectFrom('sync_events')
    .selectAll()
    .where(isWanted(wanted))
    .orderBy('object_sid')
    .orderBy('event_id')
    .limit(limit)
    .execute();
  for (const row of rows) {
    const known = events.get(row.object_sid);
    if (known === undefined) events.set(row.object_sid, [eventOf(row)]);
    else known.push(eventOf(row));
  }
  return { events, isWhole: rows.length < limit };
}
