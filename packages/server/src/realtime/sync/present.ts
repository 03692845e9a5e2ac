// Objects, items and events in the JSON of clients.
import { isoDate } from '#kernel/dates.ts';
import type { ItemPlace, SyncEvent, SyncItem, SyncKind, SyncObject } from './objects.ts';

const COLLECTIONS: Readonly<Record<SyncKind, string>> = { document: 'Documents', list: 'Lists', map: 'Maps' };

/** Where an object is, below `base`. */
export function objectUrl(base: string, kind: SyncKind, sid: string): string {
  return `${base}/v3/${COLLECTIONS[kind]}/${sid}`;
}

function itemUrl(base: string, kind: SyncKind, sid: string, place: ItemPlace): string {
  return `${objectUrl(base, kind, sid)}/Items/${encodeURIComponent(place)}`;
}

function expiry(time: number | null): string | null {
  return time === null ? null : isoDate(time);
}

/** The descriptor of an object. */
export function presentObject(object: SyncObject, base: string): Record<string, unknown> {
  const { kind, sid } = object;
  const url = objectUrl(base, kind, sid);
  return {
    sid,
    unique_name: object.uniqueName,
    url,
    links: {
      ...(kind === 'document' ? {} : { items: `${url}/Items` }),
      ...(kind === 'list' ? { context: `${url}/Context` } : {}),
    },
    revision: object.revision,
    last_event_id: object.lastEventId,
    date_created: isoDate(object.dateCreated),
    date_updated: isoDate(object.dateUpdated),
    date_expires: expiry(object.dateExpires),
    ...(object.data === null ? {} : { data: object.data }),
  };
}

function placeOf(kind: SyncKind, place: ItemPlace): Record<string, unknown> {
  return kind === 'list' ? { index: place } : { key: place };
}

/** An item of a list or map. */
export function presentItem(
  { kind, sid }: Pick<SyncObject, 'kind' | 'sid'>,
  item: SyncItem,
  base: string,
): Record<string, unknown> {
  return {
    ...placeOf(kind, item.place),
    data: item.data,
    url: itemUrl(base, kind, sid, item.place),
    revision: item.revision,
    last_event_id: item.lastEventId,
    date_created: isoDate(item.dateCreated),
    date_updated: isoDate(item.dateUpdated),
    date_expires: expiry(item.dateExpires),
  };
}

/** The name of an event: `map_item_added`. */
export function eventType(kind: SyncKind, { change }: SyncEvent): string {
  return `${kind}_${change}`;
}

/** An event of an object. */
export function presentEvent(
  { kind, sid }: Pick<SyncObject, 'kind' | 'sid'>,
  event: SyncEvent,
  base: string,
): Record<string, unknown> {
  const common = { id: event.id, [`${kind}_sid`]: sid, date_created: isoDate(event.at) };
  if (event.change === 'removed') return common;
  const told = { ...common, [`${kind}_revision`]: event.revision };
  switch (event.change) {
    case 'updated':
      return { ...told, [`${kind}_data`]: event.data };
    case 'context_updated':
      return { ...told, context_data: event.data };
    case 'item_removed':
      return { ...told, ...itemPlace(kind, event.place), item_data: event.data };
    default:
      return {
        ...told,
        ...itemPlace(kind, event.place),
        item_data: event.data,
        item_revision: event.itemRevision,
        item_url: itemUrl(base, kind, sid, event.place),
        date_expires: expiry(event.dateExpires),
      };
  }
}

function itemPlace(kind: SyncKind, place: ItemPlace): Record<string, unknown> {
  return kind === 'list' ? { item_index: place } : { item_key: place };
}
