// Pages of the items clients made.
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { SyncItemRow, SyncKind } from '#storage/schema/sync.ts';
import type { ItemPage, ItemPlace, ItemQuery } from '../objects.ts';
import { columnsOfPlace, itemOf } from './find-object.ts';

type Order = ItemQuery['order'];

const OPPOSITE: Readonly<Record<Order, Order>> = { asc: 'desc', desc: 'asc' };

/** Rows of an object behind a place, in an order. */
function rowsFrom(
  db: Reader,
  objectSid: string,
  order: Order,
  from: ItemPlace | null,
  isFromIncluded: boolean,
  // biome-ignore lint/suspicious/noExplicitAny: the table is the one selected from
): SelectQueryBuilder<any, any, SyncItemRow> {
  let rows = db
    .selectFrom('sync_items')
    .selectAll()
    .where('object_sid', '=', objectSid)
    .orderBy('item_index', order)
    .orderBy('item_key', order);
  if (from !== null) {
    const { item_index: index, item_key: key } = columnsOfPlace(from);
    const comparison = sql.raw(`${order === 'asc' ? '>' : '<'}${isFromIncluded ? '=' : ''}`);
    rows = rows.where(sql<boolean>`(item_index, item_key) ${comparison} (${index}, ${key})`);
  }
  return rows;
}

async function isAnyBefore(db: Reader, objectSid: string, query: ItemQuery, first: ItemPlace | null) {
  const edge = first ?? query.from;
  if (edge === null || (first !== null && query.from === null)) return false;
  const isEdgeIncluded = first === null && !query.isFromIncluded;
  const before = rowsFrom(db, objectSid, OPPOSITE[query.order], edge, isEdgeIncluded).limit(1);
  return (await before.executeTakeFirst()) !== undefined;
}

/** A page of an object's items. */
export async function readItems(
  db: Reader,
  { sid, kind }: { readonly sid: string; readonly kind: SyncKind },
  query: ItemQuery,
): Promise<ItemPage> {
  if (query.only !== null) {
    const columns = columnsOfPlace(query.only);
    const row = await rowsFrom(db, sid, 'asc', null, true)
      .where('item_index', '=', columns.item_index)
      .where('item_key', '=', columns.item_key)
      .executeTakeFirst();
    return {
      items: row === undefined ? [] : [itemOf(kind, row)],
      isMoreBefore: false,
      isMoreAfter: false,
    };
  }
  const rows = await rowsFrom(db, sid, query.order, query.from, query.isFromIncluded)
    .limit(query.size + 1)
    .execute();
  const items = rows.slice(0, query.size).map((row) => itemOf(kind, row));
  return {
    items,
    isMoreBefore: await isAnyBefore(db, sid, query, items[0]?.place ?? null),
    isMoreAfter: rows.length > query.size,
  };
}
