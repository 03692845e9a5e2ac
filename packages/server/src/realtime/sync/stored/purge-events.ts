// How long what happened to objects is kept for clients that were away.
import type { Transaction } from '#storage/database.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A client that was away for longer opens its lists and maps again. */
export const SYNC_EVENTS_KEPT_MS = 7 * DAY_MS;

/** Removes at most `limit` events that are older than that, and tells whether more may be left. */
export async function purgeSyncEvents(tx: Transaction, limit: number): Promise<boolean> {
  const before = tx.now - SYNC_EVENTS_KEPT_MS;
  const { numDeletedRows } = await tx.db
    .deleteFrom('sync_events')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('object_sid', 'event_id'),
        'in',
        selectFrom('sync_events')
          .select(['object_sid', 'event_id'])
          .where('date_created', '<=', before)
          .orderBy('date_created')
          .limit(limit)
          .$asTuple('object_sid', 'event_id'),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === limit;
}
