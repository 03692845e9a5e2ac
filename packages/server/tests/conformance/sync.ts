// Sync: services, documents, lists and maps with their items, and who may use them.
import type { Call, Conformance } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

/** Performs every built operation of Sync. */
export async function sync(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('sync_v1');
  const service = await call('CreateService', {}, { FriendlyName: 'Conformance', AclEnabled: true });
  const place = { ServiceSid: service.sid };
  await call(
    'UpdateService',
    { Sid: service.sid },
    {
      FriendlyName: 'Boards',
      AclEnabled: false,
      ReachabilityDebouncingEnabled: true,
      ReachabilityDebouncingWindow: 2_000,
      WebhookUrl: 'https://example.com/sync',
      WebhooksFromRestEnabled: true,
      ReachabilityWebhooksEnabled: true,
    },
  );
  await call('FetchService', { Sid: service.sid });
  await call('FetchService', { Sid: 'default' });
  await call('ListService', {}, { PageSize: 1 });
  await playDocuments(call, place);
  await playLists(call, place);
  await playMaps(call, place);
  await call('DeleteService', { Sid: service.sid });
}

async function playPermissions(call: Call, kind: string, place: Place): Promise<void> {
  const one = { ...place, Identity: 'ann' };
  await call(`Update${kind}Permission`, one, { Read: true, Write: true, Manage: false });
  await call(`Fetch${kind}Permission`, one);
  await call(`List${kind}Permission`, place);
  await call(`Delete${kind}Permission`, one);
}

async function playDocuments(call: Call, place: Place): Promise<void> {
  const document = await call('CreateDocument', place, {
    UniqueName: 'board',
    Data: { led: 'off' },
    Ttl: 3_600,
  });
  const one = { ...place, Sid: document.sid };
  await call('FetchDocument', one);
  await call('UpdateDocument', one, { Data: { led: 'on' }, Ttl: 0 }, { 'If-Match': document.revision });
  await call('UpdateDocument', { ...place, Sid: 'board' }, { Ttl: 60 });
  await call('CreateDocument', place, {});
  await call('ListDocument', place, { PageSize: 1 });
  await playPermissions(call, 'Document', { ...place, DocumentSid: document.sid });
  await call('DeleteDocument', one);
}

async function playLists(call: Call, place: Place): Promise<void> {
  const list = await call('CreateSyncList', place, { UniqueName: 'todo', Ttl: 3_600 });
  const one = { ...place, Sid: list.sid };
  await call('FetchSyncList', one);
  await call('UpdateSyncList', one, { CollectionTtl: 7_200 });
  await call('ListSyncList', place);
  const within = { ...place, ListSid: list.sid };
  const first = await call('CreateSyncListItem', within, { Data: { what: 'buy' }, ItemTtl: 600 });
  await call('CreateSyncListItem', within, { Data: { what: 'sell' }, CollectionTtl: 0 });
  const item = { ...within, Index: String(first.index) };
  await call('FetchSyncListItem', item);
  await call('UpdateSyncListItem', item, { Data: { what: 'hold' } }, { 'If-Match': first.revision });
  await call('ListSyncListItem', within, { Order: 'desc', From: '1', Bounds: 'inclusive' });
  await call('DeleteSyncListItem', item);
  await playPermissions(call, 'SyncList', within);
  await call('DeleteSyncList', one);
}

async function playMaps(call: Call, place: Place): Promise<void> {
  const map = await call('CreateSyncMap', place, { UniqueName: 'colours' });
  const one = { ...place, Sid: map.sid };
  await call('FetchSyncMap', one);
  await call('UpdateSyncMap', one, { Ttl: 7_200 });
  await call('ListSyncMap', place);
  const within = { ...place, MapSid: map.sid };
  const red = await call('CreateSyncMapItem', within, { Key: 'red', Data: { hex: 'f00' }, Ttl: 600 });
  await call('CreateSyncMapItem', within, { Key: 'green', Data: { hex: '0f0' } });
  const item = { ...within, Key: 'red' };
  await call('FetchSyncMapItem', item);
  await call('UpdateSyncMapItem', item, { Data: { hex: 'e00' } }, { 'If-Match': red.revision });
  await call('ListSyncMapItem', within, { Order: 'asc', From: 'green', Bounds: 'exclusive' });
  await call('DeleteSyncMapItem', item);
  await playPermissions(call, 'SyncMap', within);
  await call('DeleteSyncMap', one);
}
