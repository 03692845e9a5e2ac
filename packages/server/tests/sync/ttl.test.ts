// Times to live: objects and items that end by themselves, for clients and programs alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

const SECOND = 1_000;
const TTL = 24 * 3_600;

describe.each(databases())('times to live on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  const rest = () => sdkClient(desk.server.url, desk.server.account).sync.v1.services('default');

  it('end objects, and tell those who look', async () => {
    const ann = await desk.connect({ identity: 'ann', ttl: TTL });
    const bob = await desk.connect({ identity: 'bob', ttl: TTL });
    for (const kind of ['document', 'list', 'map'] as const) {
      const id = `short ${kind}`;
      const mine = await ann[kind]({ id, ttl: 60 });
      const theirs = await bob[kind](id);
      await subscribed(theirs);
      expect(new Date(mine.dateExpires as never).getTime()).toBe(
        Math.floor((desk.server.clock.now() + 60 * SECOND) / SECOND) * SECOND,
      );
      await desk.server.advance(59 * SECOND);
      await (await desk.connect({ identity: 'carl', ttl: TTL }))[kind]({ id, mode: 'open_existing' });
      const removed = until(theirs, 'removed');
      await desk.server.advance(SECOND);
      await removed;
      const fresh = await desk.connect({ identity: 'dora', ttl: TTL });
      await expect(fresh[kind]({ id, mode: 'open_existing' })).rejects.toMatchObject({ status: 404 });
      expect((await fresh[kind](id)).sid).not.toBe(mine.sid);
    }
  });

  it('end items, and tell those who look', async () => {
    const ann = await desk.connect({ identity: 'ann', ttl: TTL });
    const bob = await desk.connect({ identity: 'bob', ttl: TTL });
    const map = await ann.map('sessions');
    const theirs = await bob.map('sessions');
    const list = await ann.list('sessions');
    await map.set('kept', {});
    await map.set('gone', { who: 'ann' }, { ttl: 30 });
    await list.push({ n: 0 }, { ttl: 30 });
    await list.push({ n: 1 });
    await subscribed(theirs);
    const removed = until<{ key: string }>(theirs, 'itemRemoved');
    await desk.server.advance(30 * SECOND);
    expect(await removed).toMatchObject({ key: 'gone', previousItemData: { who: 'ann' } });
    const items = await rest().syncMaps('sessions').syncMapItems.list();
    expect(items.map(({ key }) => key)).toEqual(['kept']);
    const listed = await rest().syncLists('sessions').syncListItems.list();
    expect(listed.map(({ index }) => index)).toEqual([1]);
  });

  it('are not moved by changes that say nothing of them, and are by those that do', async () => {
    const ann = await desk.connect({ identity: 'ann', ttl: TTL });
    const document = await ann.document({ id: 'fixed', ttl: 100 });
    await desk.server.advance(50 * SECOND);
    await document.set({ n: 1 });
    await desk.server.advance(40 * SECOND);
    await document.setTtl(100);
    await desk.server.advance(60 * SECOND);
    expect((await rest().documents('fixed').fetch()).data).toEqual({ n: 1 });
    await document.set({ n: 2 }, { ttl: 0 });
    await desk.server.advance(1_000 * SECOND);
    expect(await rest().documents('fixed').fetch()).toMatchObject({ data: { n: 2 }, dateExpires: null });
    const map = await ann.map('fixed');
    await map.set('a', {}, { ttl: 50 });
    await map.set('a', { n: 1 });
    await map.setItemTtl('a', 0);
    await map.set('b', {}, { ttl: 50 });
    await map.set('b', { n: 1 });
    await desk.server.advance(50 * SECOND);
    const items = await rest().syncMaps('fixed').syncMapItems.list();
    expect(items.map(({ key }) => key)).toEqual(['a']);
  });

  it('can be given by programs, to items and to what holds them', async () => {
    const list = await rest().syncLists.create({ uniqueName: 'by rest', collectionTtl: 50, ttl: 5 });
    const items = rest().syncLists(list.sid).syncListItems;
    await items.create({ data: { n: 0 }, itemTtl: 20, ttl: 1, collectionTtl: 500 });
    await desk.server.advance(20 * SECOND);
    expect(await items.list()).toEqual([]);
    await desk.server.advance(470 * SECOND);
    await rest().syncLists(list.sid).fetch();
    await desk.server.advance(10 * SECOND);
    await expect(rest().syncLists(list.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});
