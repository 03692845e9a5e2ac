// The List Item and Map Item resources of Sync.
import { sql } from 'kysely';
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { SyncItemRow, SyncKind, SyncObjectRow } from '#storage/schema/sync.ts';
import { readIndex } from '../input.ts';
import type { ItemPlace } from '../objects.ts';
import type { CollectionKind } from '../refusals.ts';
import { columnsOfPlace } from '../stored/find-object.ts';
import { addListItem, type ItemWish, removeItem, setItem, setItemTtl } from '../stored/item-commands.ts';
import { setObjectTtl } from '../stored/object-commands.ts';
import { KIND_NAMES, objectUrl } from './kinds.ts';
import { data, key, ttl } from './parameters.ts';
import { requireObject, requireObjectToRead } from './require.ts';

/** An item and what it shows of its list or map. */
type ShownItem = SyncItemRow & { service_sid: string; kind: SyncKind };

const lifetimes = { Ttl: ttl('Ttl'), ItemTtl: ttl('ItemTtl'), CollectionTtl: ttl('CollectionTtl') };

function presentItem(row: ShownItem, { base }: Presentation) {
  const isList = row.kind === 'list';
  const place = isList ? row.item_index : row.item_key;
  const url = objectUrl(base, { ...row, sid: row.object_sid });
  return {
    ...(isList ? { index: place } : { key: place }),
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    [KIND_NAMES[row.kind].sidKey]: row.object_sid,
    url: `${url}/Items/${encodeURIComponent(place)}`,
    revision: String(row.last_event_id),
    data: JSON.parse(row.data),
    date_expires: isoDate(row.date_expires),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    created_by: row.created_by,
  };
}

function shown(row: SyncItemRow, { service_sid, kind }: SyncObjectRow): ShownItem {
  return { ...row, service_sid, kind };
}

/** The items of an object, with what they show of it. */
function itemsOf(db: Reader, object: SyncObjectRow) {
  return db
    .selectFrom('sync_items')
    .selectAll()
    .select(({ val }) => [
      sql<string>`${val(object.service_sid)}`.as('service_sid'),
      sql<SyncKind>`${val(object.kind)}`.as('kind'),
    ])
    .where('object_sid', '=', object.sid);
}

/** The item the path names. */
function placeOf({ params }: Pick<Call, 'params'>, kind: CollectionKind): ItemPlace {
  if (kind === 'map') return params['Key']!;
  const index = readIndex(params['Index']!);
  if (index === null) throw itemNotFound(params['Index']!);
  return index;
}

function itemNotFound(place: ItemPlace) {
  return notFound(`/Items/${place}`);
}

/** A list or map may be given another life by what is done with an item. */
async function prolong(tx: Transaction, object: SyncObjectRow, seconds: number | undefined): Promise<void> {
  if (seconds !== undefined) await setObjectTtl(tx, object, seconds, null);
}

/** Items nobody has are 404/20404 in REST. */
async function orNotFound<Result>(place: ItemPlace, work: Promise<Result>): Promise<Result> {
  return work.catch((error: { code?: unknown }) => {
    throw error.code === 54151 || error.code === 54201 ? itemNotFound(place) : error;
  });
}

/** The items of the lists or of the maps of a service. */
export function items(database: Database, kind: CollectionKind): Resource<ShownItem> {
  const names = KIND_NAMES[kind];
  const path = `${names.path}/{${names.parameter}}/Items`;
  const isList = kind === 'list';
  const fields = { Data: data(), ...lifetimes };

  const add = async (tx: Transaction, object: SyncObjectRow, wish: ItemWish, itemKey: string | null) => {
    if (itemKey === null) return addListItem(tx, 'system', object, wish);
    return (await setItem(tx, 'system', object, itemKey, wish, 'new')).item;
  };

  return {
    product: 'sync',
    path,
    memberPath: `${path}/{${isList ? 'Index' : 'Key'}}`,
    key: 'items',
    present: presentItem,
    etag: (row) => row.last_event_id,
    create: write(z.object(isList ? fields : { ...fields, Key: key() }), async (tx, call) => {
      const { input } = call;
      const object = await requireObject(tx, call, names, names.parameter);
      const wish = { data: input.Data, ttl: input.ItemTtl ?? input.Ttl };
      const row = await add(tx, object, wish, 'Key' in input ? (input.Key as string) : null);
      await prolong(tx, object, input.CollectionTtl);
      return shown(row, object);
    }),
    list: list(
      z.object({
        Order: oneOf(['asc', 'desc']).nullish(),
        From: z.string().nullish(),
        Bounds: oneOf(['inclusive', 'exclusive']).nullish(),
      }),
      async (db, call) => {
        const object = await requireObjectToRead(database, call, names, names.parameter);
        const { Order: order, From: from, Bounds: bounds } = call.input;
        const query = itemsOf(db, object);
        if (from === undefined || from === null) return { query };
        const place = isList ? readIndex(from) : from;
        if (place === null) throw invalidParameter('From', 'it is not the index of an item');
        const columns = columnsOfPlace(place);
        const comparison = `${order === 'desc' ? '<' : '>'}${bounds === 'exclusive' ? '' : '='}`;
        return {
          query: query.where(
            sql<boolean>`(item_index, item_key) ${sql.raw(comparison)} (${columns.item_index}, ${columns.item_key})`,
          ),
        };
      },
      ({ input }) => {
        const direction = input.Order ?? 'asc';
        return [
          { column: 'item_index', direction },
          { column: 'item_key', direction },
        ];
      },
    ),
    fetch: read(async (db, call) => {
      const object = await requireObjectToRead(database, call, names, names.parameter);
      const columns = columnsOfPlace(placeOf(call, kind));
      return itemsOf(db, object)
        .where('item_index', '=', columns.item_index)
        .where('item_key', '=', columns.item_key)
        .executeTakeFirst();
    }),
    update: write(z.object({ ...lifetimes, Data: data().optional() }), async (tx, call) => {
      const { input, ifMatch } = call;
      const object = await requireObject(tx, call, names, names.parameter);
      const place = placeOf(call, kind);
      const seconds = input.ItemTtl ?? input.Ttl;
      await prolong(tx, object, input.CollectionTtl);
      if (input.Data !== undefined) {
        const wish = { data: input.Data, ttl: seconds, ifMatch };
        const { item } = await orNotFound(place, setItem(tx, 'system', object, place, wish, 'present'));
        return shown(item, object);
      }
      if (seconds === undefined) throw apiError(54010);
      return shown(await orNotFound(place, setItemTtl(tx, object, place, seconds, ifMatch)), object);
    }),
    remove: removal(async (tx, call) => {
      const object = await requireObject(tx, call, names, names.parameter);
      const place = placeOf(call, kind);
      await orNotFound(place, removeItem(tx, object, place, call.ifMatch));
    }),
  };
}
