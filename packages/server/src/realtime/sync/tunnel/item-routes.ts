// The requests of clients about the items of lists and maps.
import { apiError } from '#kernel/errors.ts';
import type { SyncItemRow, SyncObjectRow } from '#storage/schema/sync.ts';
import type { TunnelAnswer, TunnelCall, TunnelRoute } from '../../twilsock/tunnel/route.ts';
import { dataText, objectText, readIndex, readKey, readTtl, refuseLarge } from '../input.ts';
import type { ItemPlace } from '../objects.ts';
import { presentItem } from '../present.ts';
import { type CollectionKind, ITEM_NOT_FOUND } from '../refusals.ts';
import { itemOf } from '../stored/find-object.ts';
import { addListItem, removeItem, setItem, setItemTtl } from '../stored/item-commands.ts';
import { answerItem } from './answer-item.ts';
import { presentPage, readPageWish } from './item-page.ts';
import { changeObject, openObject, type SyncParts } from './open-object.ts';

function present(call: TunnelCall, kind: CollectionKind, sid: string, row: SyncItemRow) {
  return presentItem({ kind, sid }, itemOf(kind, row), call.base);
}

/** The item the path names. */
function placeOf(call: TunnelCall, kind: CollectionKind): ItemPlace {
  const text = call.params['Place']!;
  if (kind === 'map') return readKey(text);
  const index = readIndex(text);
  if (index === null) throw apiError(ITEM_NOT_FOUND.list);
  return index;
}

function wishOf(call: TunnelCall) {
  return { data: dataText(call.body['data']), ttl: readTtl(call.body['ttl']), ifMatch: call.ifMatch };
}

async function list(parts: SyncParts, call: TunnelCall, kind: CollectionKind): Promise<TunnelAnswer> {
  const wish = readPageWish(call.query, kind);
  const { object, provider, viewer } = await openObject(parts, call, kind);
  const page = await provider.items(viewer, object, wish.query);
  return { status: 200, body: presentPage(object, wish, page, call.base) };
}

async function push(parts: SyncParts, call: TunnelCall): Promise<TunnelAnswer> {
  const data = objectText(call.body['data']);
  const ttl = readTtl(call.body['ttl']);
  const added = await changeObject(parts, call, 'list', 'write', async (tx, list, viewer) => {
    const purpose = parts.purposes.get(list.purpose ?? '');
    if (purpose === undefined) refuseLarge(data);
    return { item: await addListItem(tx, viewer, list, { data, ttl }), list, viewer, purpose };
  });
  const { item, list, viewer, purpose } = added;
  if (purpose !== undefined)
    call.session.track(answerItem(parts.database, purpose, { item, list, viewer, call }));
  return { status: 201, body: present(call, 'list', item.object_sid, item) };
}

/** A map's item is made when it is not there. */
async function put(parts: SyncParts, call: TunnelCall): Promise<TunnelAnswer> {
  const wish = wishOf(call);
  const key = placeOf(call, 'map');
  const { item, isNew } = await changeObject(parts, call, 'map', 'write', (tx, object, viewer) =>
    setItem(tx, viewer, object, key, wish, 'either'),
  );
  return { status: isNew ? 201 : 200, body: present(call, 'map', item.object_sid, item) };
}

async function update(parts: SyncParts, call: TunnelCall, kind: CollectionKind): Promise<TunnelAnswer> {
  const place = placeOf(call, kind);
  const ttl = readTtl(call.body['ttl']);
  const wish = call.body['data'] === undefined ? null : wishOf(call);
  const row = await changeObject(parts, call, kind, 'write', async (tx, object, viewer) => {
    if (wish !== null) return (await setItem(tx, viewer, object, place, wish, 'present')).item;
    return setItemTtl(tx, object, place, ttl ?? 0, call.ifMatch);
  });
  return { status: 200, body: present(call, kind, row.object_sid, row) };
}

async function remove(parts: SyncParts, call: TunnelCall, kind: CollectionKind): Promise<TunnelAnswer> {
  const place = placeOf(call, kind);
  const taken = (tx: Parameters<typeof removeItem>[0], object: SyncObjectRow) =>
    removeItem(tx, object, place, call.ifMatch);
  const row = await changeObject(parts, call, kind, 'write', taken);
  return { status: 200, body: present(call, kind, row.object_sid, row) };
}

function collectionRoutes(parts: SyncParts, kind: CollectionKind, path: string): TunnelRoute[] {
  return [
    { method: 'GET', path, handle: (call) => list(parts, call, kind) },
    { method: 'POST', path: `${path}/{Place}`, handle: (call) => update(parts, call, kind) },
    { method: 'DELETE', path: `${path}/{Place}`, handle: (call) => remove(parts, call, kind) },
  ];
}

/** The routes of items. */
export function itemRoutes(parts: SyncParts): TunnelRoute[] {
  return [
    ...collectionRoutes(parts, 'list', '/v3/Lists/{Id}/Items'),
    { method: 'POST', path: '/v3/Lists/{Id}/Items', handle: (call) => push(parts, call) },
    ...collectionRoutes(parts, 'map', '/v3/Maps/{Id}/Items'),
    { method: 'PUT', path: '/v3/Maps/{Id}/Items/{Place}', handle: (call) => put(parts, call) },
  ];
}
