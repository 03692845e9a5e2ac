// Finding objects that clients made, by SID or unique name.
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { SyncItemRow, SyncObjectRow } from '#storage/schema/sync.ts';
import { type ItemPlace, SID_PREFIXES, type SyncItem, type SyncKind, type SyncObject } from '../objects.ts';

/** Where an object is looked for. */
export interface ObjectPlace {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly kind: SyncKind;
  /** A SID or a unique name. */
  readonly name: string;
}

/** The object, or undefined when the service has none of this kind and name. */
export async function findObject(db: Reader, place: ObjectPlace): Promise<SyncObjectRow | undefined> {
  const column = isSid(place.name, SID_PREFIXES[place.kind]) ? 'sid' : 'unique_name';
  return db
    .selectFrom('sync_objects')
    .selectAll()
    .where('account_sid', '=', place.accountSid)
    .where('service_sid', '=', place.serviceSid)
    .where('kind', '=', place.kind)
    .where(column, '=', place.name)
    .executeTakeFirst();
}

/** An object as every source of objects shows it. */
export function objectOf(row: SyncObjectRow): SyncObject {
  return {
    sid: row.sid,
    kind: row.kind,
    uniqueName: row.unique_name,
    revision: String(row.last_event_id),
    lastEventId: row.last_event_id,
    data: row.data === null ? null : JSON.parse(row.data),
    hasContext: row.context !== null,
    dateCreated: row.date_created,
    dateUpdated: row.date_updated,
    dateExpires: row.date_expires,
  };
}

/** Where an item is in its list or map. */
export function placeOfRow(kind: SyncKind, row: Pick<SyncItemRow, 'item_index' | 'item_key'>): ItemPlace {
  return kind === 'list' ? row.item_index : row.item_key;
}

/** The two columns that say where an item is. */
export function columnsOfPlace(place: ItemPlace): Pick<SyncItemRow, 'item_index' | 'item_key'> {
  return typeof place === 'number' ? { item_index: place, item_key: '' } : { item_index: 0, item_key: place };
}

/** An item as every source of objects shows it. */
export function itemOf(kind: SyncKind, row: SyncItemRow): SyncItem {
  return {
    place: placeOfRow(kind, row),
    data: JSON.parse(row.data),
    revision: String(row.last_event_id),
    lastEventId: row.last_event_id,
    dateCreated: row.date_created,
    dateUpdated: row.date_updated,
    dateExpires: row.date_expires,
  };
}
