// Permissions: which identities may read, change and remove objects where a service says that permissions count.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

const FORBIDDEN = { status: 403, code: 54007 };

describe.each(databases())('permissions of Sync on $name', ({ create }) => {
  let desk: SyncDesk;
  let serviceSid: string;
  beforeAll(async () => {
    desk = await openSync(create);
    serviceSid = (await api().services.create({ aclEnabled: true })).sid;
  });
  afterAll(() => desk.close());

  const api = () => sdkClient(desk.server.url, desk.server.account).sync.v1;
  const connect = (identity: string) => desk.connect({ identity, serviceSid });
  const existing = (id: string) => ({ id, mode: 'open_existing' }) as const;

  it('are needed for reading, changing and removing, each by itself', async () => {
    const service = api().services(serviceSid);
    const made = await service.syncMaps.create({ uniqueName: 'guarded' });
    await service.syncMaps('guarded').syncMapItems.create({ key: 'a', data: { n: 1 } });
    const ann = await connect('ann');
    await expect(ann.map(existing('guarded'))).rejects.toMatchObject(FORBIDDEN);
    const permissions = service.syncMaps(made.sid).syncMapPermissions;
    await permissions('ann').update({ read: true, write: false, manage: false });
    const map = await ann.map(existing('guarded'));
    expect((await map.get('a')).data).toEqual({ n: 1 });
    await expect(map.set('a', { n: 2 })).rejects.toMatchObject(FORBIDDEN);
    await expect(map.remove('a')).rejects.toMatchObject(FORBIDDEN);
    await permissions('ann').update({ read: true, write: true, manage: false });
    await map.set('a', { n: 3 });
    await expect(map.removeMap()).rejects.toMatchObject(FORBIDDEN);
    await permissions('ann').update({ read: true, write: true, manage: true });
    await map.removeMap();
    await expect(service.syncMaps(made.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('are given in full to whoever makes an object', async () => {
    const ann = await connect('ann');
    const bob = await connect('bob');
    const list = await ann.list('own');
    await list.push({ n: 1 });
    await expect(bob.list(existing('own'))).rejects.toMatchObject(FORBIDDEN);
    const permissions = await api().services(serviceSid).syncLists('own').syncListPermissions.list();
    expect(permissions.map(({ identity, read, write, manage }) => [identity, read, write, manage])).toEqual([
      ['ann', true, true, true],
    ]);
    await list.removeList();
  });

  it('end what an identity hears when they are taken back, and not those of others', async () => {
    const service = api().services(serviceSid);
    await service.documents.create({ uniqueName: 'news', data: { n: 0 } });
    const permissions = service.documents('news').documentPermissions;
    for (const identity of ['ann', 'bob']) {
      await permissions(identity).update({ read: true, write: false, manage: false });
    }
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    const mine = await ann.document(existing('news'));
    const theirs = await bob.document(existing('news'));
    await Promise.all([subscribed(mine), subscribed(theirs)]);
    const all = heard(mine, ['updated']);
    await permissions('ann').remove();
    await desk.server.settled();
    const told = until(theirs, 'updated');
    await service.documents('news').update({ data: { n: 1 } });
    await told;
    await desk.server.settled();
    await expect(ann.map(existing('news'))).rejects.toMatchObject({ status: 404 });
    expect(all).toEqual([]);
  });

  it('count from the moment the service says so', async () => {
    const open = await api().services.create({ friendlyName: 'open at first' });
    const client = await desk.connect({ identity: 'ann', serviceSid: open.sid });
    const document = await client.document('open');
    await subscribed(document);
    const all = heard(document, ['updated']);
    await api().services(open.sid).update({ aclEnabled: true });
    await desk.server.settled();
    await api()
      .services(open.sid)
      .documents('open')
      .update({ data: { n: 1 } });
    await desk.server.settled();
    await expect(document.set({})).rejects.toMatchObject(FORBIDDEN);
    expect(all).toEqual([]);
  });

  it('keep what chat clients make to themselves', async () => {
    const { accessToken } = await import('../realtime/token-fixture.ts');
    const chatServiceSid = `IS${'c'.repeat(32)}`;
    const tokenOf = (identity: string) =>
      accessToken({ accountSid: desk.server.account.sid, key: desk.key, identity, chatServiceSid });
    const [ann, bob] = ['ann', 'bob'].map((identity) =>
      desk.open({ token: tokenOf(identity), productId: 'ip_messaging' }),
    );
    const list = await ann!.list({ id: 'session', context: { type: 'x' }, purpose: 'session' });
    await list.push({ n: 1 });
    await expect(bob!.list(existing('session'))).rejects.toMatchObject(FORBIDDEN);
    await expect((await connect('ann')).list(existing('session'))).rejects.toMatchObject({ status: 404 });
  });
});
