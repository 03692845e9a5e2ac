// Adding, changing and removing the items of lists and maps that clients made.
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { SyncItemRow, SyncObjectRow } from '#storage/schema/sync.ts';
import { expiryOf } from '../input.ts';
import type { ItemPlace } from '../objects.ts';
import { type CollectionKind, ITEM_MISMATCH, ITEM_NOT_FOUND } from '../refusals.ts';
import { type Actor, nameOf } from './access.ts';
import { scheduleItem } from './expiry.ts';
import { columnsOfPlace } from './find-object.ts';
import { countOn, recordChange } from './record-change.ts';

/** What an item is to become. */
export interface ItemWish {
  /** JSON text. */
  readonly data: string;
  /** Seconds to live from now on, 0 for ever; undefined leaves it as it is. */
  readonly ttl?: number | undefined;
  /** The revision the item must have, `-1` when there must be none; null takes any. */
  readonly ifMatch?: string | null;
}

/** Whether the item must not be there yet, must be there, or may be either. */
type Presence = 'new' | 'present' | 'either';

function kindOf(object: SyncObjectRow): CollectionKind {
  return object.kind === 'list' ? 'list' : 'map';
}

async function findItem(
  tx: Transaction,
  objectSid: string,
  place: ItemPlace,
): Promise<SyncItemRow | undefined> {
  const columns = columnsOfPlace(place);
  return tx.db
    .selectFrom('sync_items')
    .selectAll()
    .where('object_sid', '=', objectSid)
    .where('item_index', '=', columns.item_index)
    .where('item_key', '=', columns.item_key)
    .executeTakeFirst();
}

/** 412 unless the item has the revision the caller names. */
function refuseOtherRevision(
  object: SyncObjectRow,
  item: SyncItemRow | undefined,
  ifMatch: string | null,
): void {
  if (ifMatch === null) return;
  const revision = item === undefined ? '-1' : String(item.last_event_id);
  if (revision !== ifMatch) throw apiError(ITEM_MISMATCH[kindOf(object)]);
}

/** Writes an item under the object's latest event, in the place of `before`. */
async function writeItem(
  tx: Transaction,
  actor: Actor,
  object: SyncObjectRow,
  place: ItemPlace,
  before: SyncItemRow | undefined,
  { data, ttl }: ItemWish,
): Promise<SyncItemRow> {
  const expires = ttl === undefined ? (before?.date_expires ?? null) : expiryOf(ttl, tx.now);
  const row: SyncItemRow = {
    object_sid: object.sid,
    account_sid: object.account_sid,
    ...columnsOfPlace(place),
    data,
    last_event_id: object.last_event_id,
    created_by: before?.created_by ?? nameOf(actor),
    date_expires: expires,
    date_created: before?.date_created ?? tx.now,
    date_updated: tx.now,
  };
  await tx.db
    .insertInto('sync_items')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['object_sid', 'item_index', 'item_key']).doUpdateSet({
        data,
        last_event_id: row.last_event_id,
        date_expires: expires,
        date_updated: tx.now,
      }),
    )
    .execute();
  if (expires !== (before?.date_expires ?? null)) await scheduleItem(tx, object.sid, place, expires);
  await recordChange(tx, object, {
    change: before === undefined ? 'item_added' : 'item_updated',
    revision: String(object.last_event_id),
    place,
    data: JSON.parse(data),
    itemRevision: String(row.last_event_id),
    dateExpires: expires,
  });
  return row;
}

/** Adds an item to the end of a list. */
export async function addListItem(
  tx: Transaction,
  actor: Actor,
  list: SyncObjectRow,
  wish: ItemWish,
): Promise<SyncItemRow> {
  const counted = await countOn(tx, list, { indexes: 1 });
  return writeItem(tx, actor, counted, counted.next_index - 1, undefined, wish);
}

/**
 * Gives an item new data. 409/54208 when a new one's key is taken, 404 when one that must be present is not, 412 for
 * another revision than `ifMatch` names.
 */
export async function setItem(
  tx: Transaction,
  actor: Actor,
  object: SyncObjectRow,
  place: ItemPlace,
  wish: ItemWish,
  presence: Presence,
): Promise<{ item: SyncItemRow; isNew: boolean }> {
  const counted = await countOn(tx, object);
  const before = await findItem(tx, object.sid, place);
  if (presence === 'new' && before !== undefined) throw apiError(54208);
  if (presence === 'present' && before === undefined) throw apiError(ITEM_NOT_FOUND[kindOf(object)]);
  refuseOtherRevision(object, before, wish.ifMatch ?? null);
  const item = await writeItem(tx, actor, counted, place, before, wish);
  return { item, isNew: before === undefined };
}

/** Gives an item a new time to live, in seconds from now; it stays the same revision. 404 and 412 as above. */
export async function setItemTtl(
  tx: Transaction,
  object: SyncObjectRow,
  place: ItemPlace,
  ttl: number,
  ifMatch: string | null,
): Promise<SyncItemRow> {
  const columns = columnsOfPlace(place);
  const expires = expiryOf(ttl, tx.now);
  const item = await tx.db
    .updateTable('sync_items')
    .set({ date_expires: expires })
    .where('object_sid', '=', object.sid)
    .where('item_index', '=', columns.item_index)
    .where('item_key', '=', columns.item_key)
    .returningAll()
    .executeTakeFirst();
  if (item === undefined) throw apiError(ITEM_NOT_FOUND[kindOf(object)]);
  refuseOtherRevision(object, item, ifMatch);
  await scheduleItem(tx, object.sid, place, expires);
  return item;
}

/** Removes an item and tells what it was, under the number of its removal. 404 and 412 as above. */
export async function removeItem(
  tx: Transaction,
  object: SyncObjectRow,
  place: ItemPlace,
  ifMatch: string | null,
): Promise<SyncItemRow> {
  const counted = await countOn(tx, object);
  const item = await findItem(tx, object.sid, place);
  if (item === undefined) throw apiError(ITEM_NOT_FOUND[kindOf(object)]);
  refuseOtherRevision(object, item, ifMatch);
  await tx.db
    .deleteFrom('sync_items')
    .where('object_sid', '=', object.sid)
    .where('item_index', '=', item.item_index)
    .where('item_key', '=', item.item_key)
    .execute();
  if (item.date_expires !== null) await scheduleItem(tx, object.sid, place, null);
  await recordChange(tx, counted, {
    change: 'item_removed',
    revision: String(counted.last_event_id),
    place,
    data: JSON.parse(item.data),
  });
  return { ...item, last_event_id: counted.last_event_id, date_updated: tx.now };
}
