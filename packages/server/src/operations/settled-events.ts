// Which events of the log may be forgotten: old ones that every processor interested in them has handled.
import type { Processor } from '#events/dispatcher.ts';
import type { EventType } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';

interface Place {
  readonly transaction_id: number;
  readonly event_id: number;
}

function isBehind(place: Place, event: { transaction_id: number; id: number }): boolean {
  if (place.transaction_id !== event.transaction_id) return place.transaction_id < event.transaction_id;
  return place.event_id < event.id;
}

/**
 * Removes at most `limit` events recorded before `before` (milliseconds) and tells whether more may be left.
 * An event stays as long as a processor that handles its type has not come past it.
 */
export async function purgeSettledEvents(
  tx: Transaction,
  processors: readonly Processor[],
  before: number,
  limit: number,
): Promise<boolean> {
  const oldest = await tx.db
    .selectFrom('events')
    .select(['transaction_id', 'id', 'type', 'date_created'])
    .orderBy('transaction_id')
    .orderBy('id')
    .limit(limit)
    .execute();
  const old = oldest.filter((event) => event.date_created < before);
  if (old.length === 0) return false;
  const cursors = await tx.db.selectFrom('event_cursors').selectAll().execute();
  const places = new Map(cursors.map((cursor) => [cursor.processor, cursor]));
  const settled = old.filter((event) =>
    processors.every(({ name, handles }) => {
      if (!handles.includes(event.type as EventType)) return true;
      const place = places.get(name);
      return place !== undefined && !isBehind(place, event);
    }),
  );
  if (settled.length === 0) return false;
  const ids = settled.map(({ id }) => id);
  await tx.db.deleteFrom('events').where('id', 'in', ids).execute();
  return old.length === limit;
}
