// The requests of clients about whole objects: opening, making, changing, removing.
import { apiError } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelCall, TunnelRoute } from '../../twilsock/tunnel/route.ts';
import { dataText, readTtl, readUniqueName } from '../input.ts';
import type { SyncKind, SyncViewer } from '../objects.ts';
import { presentItem, presentObject } from '../present.ts';
import { objectOf } from '../stored/find-object.ts';
import {
  createObject,
  removeObject,
  setObjectTtl,
  tellContext,
  updateDocument,
} from '../stored/object-commands.ts';
import { viewerOf } from '../viewer.ts';
import { changeObject, openObject, type SyncParts } from './open-object.ts';

/** Items sent along with a map that is opened with them. */
const ITEMS_INCLUDED = 100;
const LONGEST_PURPOSE = 256;

const PATHS: Readonly<Record<SyncKind, string>> = {
  document: '/v3/Documents',
  list: '/v3/Lists',
  map: '/v3/Maps',
};

async function open(parts: SyncParts, call: TunnelCall, kind: SyncKind): Promise<TunnelAnswer> {
  const { object, provider, viewer } = await openObject(parts, call, kind);
  const body = presentObject(object, call.base);
  if (kind === 'document' || call.query['Include'] !== 'items') return { status: 200, body };
  const query = { only: null, from: null, isFromIncluded: true, order: 'asc', size: ITEMS_INCLUDED } as const;
  const { items } = await provider.items(viewer, object, query);
  return {
    status: 200,
    body: { ...body, items: items.map((item) => presentItem(object, item, call.base)) },
  };
}

/** The columns of a list that was made for something: its context is that of the purpose. */
async function listColumns({ purposes }: SyncParts, call: TunnelCall, viewer: SyncViewer) {
  const { purpose: name, context } = call.body;
  const asked = context === undefined || context === null ? null : dataText(context);
  if (typeof name !== 'string') return { purpose: null, context: asked };
  const purpose = purposes.get(name);
  if (purpose === undefined) return { purpose: name.slice(0, LONGEST_PURPOSE), context: asked };
  const given = await purpose.open(viewer, JSON.parse(asked ?? '{}'), call);
  return { purpose: name, context: JSON.stringify(given), ttl: purpose.ttl };
}

async function create(parts: SyncParts, call: TunnelCall, kind: SyncKind): Promise<TunnelAnswer> {
  const { database } = parts;
  const viewer = await viewerOf(database, call);
  const wanted = {
    accountSid: viewer.accountSid,
    serviceSid: viewer.serviceSid,
    kind,
    uniqueName: readUniqueName(call.body['unique_name']),
    ttl: readTtl(call.body['ttl']),
    ...(kind === 'document' ? { data: dataText(call.body['data'] ?? {}) } : {}),
    ...(kind === 'list' ? await listColumns(parts, call, viewer) : {}),
  };
  const row = await database.transaction(async (tx) => {
    const made = await createObject(tx, viewer, wanted);
    if (kind === 'list' && made.context !== null) await tellContext(tx, made);
    return made;
  });
  return { status: 201, body: presentObject(objectOf(row), call.base) };
}

async function update(parts: SyncParts, call: TunnelCall, kind: SyncKind): Promise<TunnelAnswer> {
  const { data } = call.body;
  const { ifMatch } = call;
  const ttl = readTtl(call.body['ttl']);
  const text = kind === 'document' && data !== undefined ? dataText(data) : null;
  const row = await changeObject(parts, call, kind, 'write', (tx, object) => {
    if (text !== null) return updateDocument(tx, object, { data: text, ttl, ifMatch });
    return ttl === undefined ? Promise.resolve(object) : setObjectTtl(tx, object, ttl, ifMatch);
  });
  return { status: 200, body: presentObject(objectOf(row), call.base) };
}

async function remove(parts: SyncParts, call: TunnelCall, kind: SyncKind): Promise<TunnelAnswer> {
  await changeObject(parts, call, kind, 'manage', (tx, object) => removeObject(tx, object));
  return { status: 204 };
}

async function context(parts: SyncParts, call: TunnelCall): Promise<TunnelAnswer> {
  const { object, provider, viewer } = await openObject(parts, call, 'list');
  const found = await provider.context?.(viewer, object);
  if (found === undefined) throw apiError(54150, 'The list has no context');
  return { status: 200, body: { data: found.data, last_event_id: found.lastEventId } };
}

/** The routes of whole objects. */
export function objectRoutes(parts: SyncParts): TunnelRoute[] {
  const routes = Object.entries(PATHS).flatMap(([key, path]): TunnelRoute[] => {
    const kind = key as SyncKind;
    return [
      { method: 'GET', path: `${path}/{Id}`, handle: (call) => open(parts, call, kind) },
      { method: 'POST', path, handle: (call) => create(parts, call, kind) },
      { method: 'POST', path: `${path}/{Id}`, handle: (call) => update(parts, call, kind) },
      { method: 'DELETE', path: `${path}/{Id}`, handle: (call) => remove(parts, call, kind) },
    ];
  });
  return [
    ...routes,
    { method: 'GET', path: '/v3/Lists/{Id}/Context', handle: (call) => context(parts, call) },
  ];
}
