// Pages of the items of lists and maps: messages by index, participants and conversations by SID, what a user is
// called by key. A page is read from where it begins, however long the history before it.
import { sql } from 'kysely';
import type { ItemPage, ItemPlace, ItemQuery, SyncData, SyncItem, SyncObject } from '#realtime/realtime.ts';
import type { Reader } from '#storage/database.ts';
import { deliveryOf } from '#threads/threads.ts';
import { messageData, participantData, placeData, userItems } from './data.ts';
import { shownByName } from './names.ts';
import {
  type PlaceNow,
  participantNow,
  placeOfInvite,
  placeOfParticipant,
  selectParticipants,
  usersNow,
} from './rows.ts';

type Order = ItemQuery['order'];

/** An item before it is numbered. */
interface Entry {
  readonly place: ItemPlace;
  readonly data: SyncData;
  readonly dateCreated: number;
  readonly dateUpdated: number;
}

/** Which items to read; `place` null is the beginning. */
interface Stretch {
  readonly order: Order;
  readonly from: { readonly place: ItemPlace; readonly isIncluded: boolean } | null;
  readonly size: number;
}

type Read = (stretch: Stretch) => Promise<readonly Entry[]>;

const OPPOSITE: Readonly<Record<Order, Order>> = { asc: 'desc', desc: 'asc' };

/** `>`, `>=`, `<` or `<=`: what lies behind a place in an order. */
function comparison(order: Order, isIncluded: boolean): '>' | '>=' | '<' | '<=' {
  if (order === 'asc') return isIncluded ? '>=' : '>';
  return isIncluded ? '<=' : '<';
}

function isBehind({ order, from }: Stretch, place: ItemPlace): boolean {
  if (from === null) return true;
  if (place === from.place) return from.isIncluded;
  return order === 'asc' ? place > from.place : place < from.place;
}

function readMessages(db: Reader, threadSid: string): Read {
  return async ({ order, from, size }) => {
    let query = db
      .selectFrom('messages')
      .selectAll()
      .where('thread_sid', '=', threadSid)
      .orderBy('message_index', order)
      .limit(size);
    if (from !== null) {
      query = query.where('message_index', comparison(order, from.isIncluded), Number(from.place));
    }
    const rows = await query.execute();
    const delivery = await deliveryOf(
      db,
      rows.map(({ sid }) => sid),
    );
    return rows.map((row) => ({
      place: row.message_index,
      data: messageData(row, delivery.get(row.sid)),
      dateCreated: row.date_created,
      dateUpdated: row.date_updated,
    }));
  };
}

function readParticipants(db: Reader, threadSid: string): Read {
  return async ({ order, from, size }) => {
    let query = selectParticipants(db)
      .where('participants.thread_sid', '=', threadSid)
      .orderBy('participants.sid', order)
      .limit(size);
    if (from !== null) {
      query = query.where('participants.sid', comparison(order, from.isIncluded), String(from.place));
    }
    return (await query.execute()).map((row) => ({
      place: row.sid,
      data: participantData(participantNow(row)),
      dateCreated: row.date_created,
      dateUpdated: row.date_updated,
    }));
  };
}

/** The conversations a user is in and those he is invited to, each read in order and then merged. */
function readPlaces(db: Reader, userSid: string): Read {
  return async ({ order, from, size }) => {
    const behind = sql.raw(comparison(order, from?.isIncluded ?? true));
    const isWanted = (table: 'participants' | 'invites') => {
      const isHis = sql<boolean>`(${sql.ref(`${table}.service_sid`)}, ${sql.ref(`${table}.identity`)})
        = (SELECT service_sid, identity FROM users WHERE sid = ${userSid})`;
      return from === null
        ? isHis
        : sql<boolean>`${isHis} AND ${sql.ref(`${table}.thread_sid`)} ${behind} ${String(from.place)}`;
    };
    const invites = await db
      .selectFrom('invites')
      .selectAll()
      .where(isWanted('invites'))
      .orderBy('thread_sid', order)
      .limit(size)
      .execute();
    const participants = await db
      .selectFrom('participants')
      .selectAll()
      .where(isWanted('participants'))
      .orderBy('thread_sid', order)
      .limit(size)
      .execute();
    const joined = participants.map((row) => placeOfParticipant({ ...row, identity: row.identity ?? '' }));
    const places = new Map<string, PlaceNow>();
    for (const place of [...invites.map(placeOfInvite), ...joined]) places.set(place.threadSid, place);
    const sign = order === 'asc' ? 1 : -1;
    return [...places.values()]
      .sort((a, b) => (a.threadSid < b.threadSid ? -sign : sign))
      .slice(0, size)
      .map((place) => ({
        place: place.threadSid,
        data: placeData(place),
        dateCreated: place.dateCreated,
        dateUpdated: place.dateUpdated,
      }));
  };
}

function readUser(db: Reader, userSid: string): Read {
  return async (stretch) => {
    const now = (await usersNow(db, [userSid])).get(userSid);
    if (now === undefined) return [];
    const { date_created: dateCreated, date_updated: dateUpdated } = now.user;
    const items = userItems(now).map(({ key, data }) => ({ place: key, data, dateCreated, dateUpdated }));
    const ordered = stretch.order === 'asc' ? items : items.toReversed();
    return ordered.filter(({ place }) => isBehind(stretch, place)).slice(0, stretch.size);
  };
}

function reading(db: Reader, { uniqueName }: SyncObject): Read {
  const [named] = shownByName(uniqueName ?? '');
  switch (named?.shown) {
    case 'messages':
      return readMessages(db, named.of);
    case 'participants':
      return readParticipants(db, named.of);
    case 'myConversations':
      return readPlaces(db, named.of);
    case 'userInfo':
      return readUser(db, named.of);
    default:
      return async () => [];
  }
}

/** A page of the items of an object that was opened. */
export async function itemsOf(db: Reader, object: SyncObject, query: ItemQuery): Promise<ItemPage> {
  const read = reading(db, object);
  const item = (entry: Entry): SyncItem => ({
    ...entry,
    revision: object.revision,
    lastEventId: object.lastEventId,
    dateExpires: null,
  });
  const { only, from, isFromIncluded, order, size } = query;
  if (only !== null) {
    const [first] = await read({ order: 'asc', from: { place: only, isIncluded: true }, size: 1 });
    const isThere = first !== undefined && first.place === only;
    return { items: isThere ? [item(first)] : [], isMoreBefore: false, isMoreAfter: false };
  }
  const start = from === null ? null : { place: from, isIncluded: isFromIncluded };
  const entries = await read({ order, from: start, size: size + 1 });
  const page = entries.slice(0, size);
  return {
    items: page.map(item),
    isMoreBefore: start !== null && (await isAnyBefore(read, order, start, page[0])),
    isMoreAfter: entries.length > size,
  };
}

async function isAnyBefore(
  read: Read,
  order: Order,
  start: { readonly place: ItemPlace; readonly isIncluded: boolean },
  first: Entry | undefined,
): Promise<boolean> {
  const edge =
    first === undefined
      ? { place: start.place, isIncluded: !start.isIncluded }
      : { place: first.place, isIncluded: false };
  return (await read({ order: OPPOSITE[order], from: edge, size: 1 })).length > 0;
}
