// The end of objects and items that were given a time to live (Sync "Objects Time-To-Live").
import type { Transaction } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import { cancelTimer, setTimer, type TimerHandler } from '#timers/timers.ts';
import type { ItemPlace } from '../objects.ts';
import { columnsOfPlace } from './find-object.ts';

/** Kinds of the timers behind times to live. */
export const OBJECT_EXPIRY = 'sync.object-expiry';
export const ITEM_EXPIRY = 'sync.item-expiry';

/** Sets the end of an object, or takes it back (null). */
export async function scheduleObject(tx: Transaction, sid: string, at: number | null): Promise<void> {
  if (at === null) await cancelTimer(tx, OBJECT_EXPIRY, sid);
  else await setTimer(tx, { kind: OBJECT_EXPIRY, subject: sid, dueAt: at });
}

function itemSubject(objectSid: string, place: ItemPlace): string {
  return `${objectSid} ${place}`;
}

/** Sets the end of an item, or takes it back (null). */
export async function scheduleItem(
  tx: Transaction,
  objectSid: string,
  place: ItemPlace,
  at: number | null,
): Promise<void> {
  const subject = itemSubject(objectSid, place);
  if (at === null) await cancelTimer(tx, ITEM_EXPIRY, subject);
  else await setTimer(tx, { kind: ITEM_EXPIRY, subject, dueAt: at, data: { objectSid, place } });
}

/** Handles the end of an object: `remove` takes it out. */
export function objectExpiry(
  remove: (tx: Transaction, object: SyncObjectRow) => Promise<void>,
): TimerHandler {
  return async (tx, { subject }) => {
    const object = await tx.db
      .selectFrom('sync_objects')
      .selectAll()
      .where('sid', '=', subject)
      .where('date_expires', '<=', tx.now)
      .executeTakeFirst();
    if (object !== undefined) await remove(tx, object);
  };
}

/** Handles the end of an item: `remove` takes it out. */
export function itemExpiry(
  remove: (tx: Transaction, object: SyncObjectRow, place: ItemPlace) => Promise<void>,
): TimerHandler {
  return async (tx, { data }) => {
    const { objectSid, place } = data as { objectSid: string; place: ItemPlace };
    // Holds the object, so that the item is what it is found to be until the commit.
    const object = await tx.db
      .updateTable('sync_objects')
      .set((eb) => ({ next_index: eb.ref('next_index') }))
      .where('sid', '=', objectSid)
      .returningAll()
      .executeTakeFirst();
    if (object === undefined) return;
    const { item_index: index, item_key: key } = columnsOfPlace(place);
    const item = await tx.db
      .selectFrom('sync_items')
      .select('object_sid')
      .where('object_sid', '=', objectSid)
      .where('item_index', '=', index)
      .where('item_key', '=', key)
      .where('date_expires', '<=', tx.now)
      .executeTakeFirst();
    if (item !== undefined) await remove(tx, object, place);
  };
}
