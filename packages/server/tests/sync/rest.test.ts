// Sync's REST API through the official SDK: what programs make and change, clients see, and the other way round.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

describe.each(databases())('the REST API of Sync on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  const api = (module?: string) => sdkClient(desk.server.url, desk.server.account, module).sync.v1;
  const service = () => api().services('default');

  it.each(SDKS)('serves $name', async ({ name, module }) => {
    const own = api(module).services('default');
    const document = await own.documents.create({
      uniqueName: name,
      data: { n: 1, deep: { list: [1, null] } },
    });
    expect(document.data).toEqual({ n: 1, deep: { list: [1, null] } });
    expect((await own.documents(name).update({ data: { n: 2 } })).data).toEqual({ n: 2 });
    const map = await own.syncMaps.create({ uniqueName: name });
    await own.syncMaps(map.sid).syncMapItems.create({ key: 'a key é', data: { n: 1 } });
    expect((await own.syncMaps(name).syncMapItems('a key é').fetch()).data).toEqual({ n: 1 });
    const list = await own.syncLists.create({ uniqueName: name, ttl: 100 });
    const item = await own.syncLists(list.sid).syncListItems.create({ data: { n: 1 } });
    expect(item.index).toBe(0);
    await own.syncLists(name).syncListItems(0).remove();
    await own.syncLists(name).remove();
    await expect(own.syncLists(name).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('gives every account one service called default, made when it is asked for', async () => {
    const account = await desk.server.addAccount();
    const { services } = sdkClient(desk.server.url, account).sync.v1;
    const asked = await Promise.all(Array.from({ length: 5 }, () => services('default').fetch()));
    expect(new Set(asked.map(({ sid }) => sid)).size).toBe(1);
    expect(asked[0]).toMatchObject({ uniqueName: 'default', aclEnabled: false });
    expect((await services.list()).map(({ sid }) => sid)).toEqual([asked[0]!.sid]);
    await services('default').documents.create({ uniqueName: 'x' });
    expect((await services(asked[0]!.sid).documents('x').fetch()).serviceSid).toBe(asked[0]!.sid);
  });

  it('names objects once in a service and kind, also when two ask at once', async () => {
    const other = await api().services.create({});
    await service().documents.create({ uniqueName: 'taken' });
    await service().syncMaps.create({ uniqueName: 'taken' });
    await api().services(other.sid).documents.create({ uniqueName: 'taken' });
    await expect(service().documents.create({ uniqueName: 'taken' })).rejects.toMatchObject({
      status: 409,
      code: 54301,
    });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => service().syncLists.create({ uniqueName: 'raced' })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409, code: 54301 });
    }
    const map = service().syncMaps('taken').syncMapItems;
    await map.create({ key: 'a', data: {} });
    await expect(map.create({ key: 'a', data: {} })).rejects.toMatchObject({ status: 409, code: 54208 });
    await service().documents('taken').remove();
    await service().documents.create({ uniqueName: 'taken' });
  });

  it('changes only the revision that is named', async () => {
    const document = await service().documents.create({ data: { n: 0 } });
    expect(document.revision).toBe('0');
    const one = service().documents(document.sid);
    expect((await one.update({ data: { n: 1 }, ifMatch: document.revision })).revision).toBe('1');
    await expect(one.update({ data: { n: 2 }, ifMatch: document.revision })).rejects.toMatchObject({
      status: 412,
      code: 54103,
    });
    expect((await one.fetch()).data).toEqual({ n: 1 });
    const map = await service().syncMaps.create({});
    const items = service().syncMaps(map.sid).syncMapItems;
    const item = await items.create({ key: 'a', data: { n: 0 } });
    await items('a').update({ data: { n: 1 }, ifMatch: item.revision });
    for (const attempt of [
      () => items('a').update({ data: { n: 2 }, ifMatch: item.revision }),
      () => items('a').update({ itemTtl: 10, ifMatch: item.revision }),
      () => items('a').remove({ ifMatch: item.revision }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ status: 412, code: 54205 });
    }
    await items('a').remove();
    const again = await items.create({ key: 'a', data: {} });
    expect(again.revision, 'a revision is never used twice').not.toBe(item.revision);
    const race = await service().documents.create({ data: { n: 0 } });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        service().documents(race.sid).update({ data: { n }, ifMatch: race.revision }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await service().documents(race.sid).fetch()).revision).toBe('1');
  });

  it('lists items from where it is asked to, in the order asked for', async () => {
    const list = await service().syncLists.create({});
    const items = service().syncLists(list.sid).syncListItems;
    for (let n = 0; n < 12; n += 1) await items.create({ data: { n } });
    await items(4).remove();
    const indexes = async (options: Parameters<typeof items.list>[0]) =>
      (await items.list(options as never)).map(({ index }) => index);
    expect(await indexes({ order: 'asc', from: '3', bounds: 'exclusive' })).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(await indexes({ order: 'desc', from: '3', bounds: 'inclusive' })).toEqual([3, 2, 1, 0]);
    expect(await indexes({ order: 'desc', from: '4', pageSize: 2 })).toEqual([3, 2, 1, 0]);
    expect(await indexes({ pageSize: 5 })).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
    const map = await service().syncMaps.create({});
    const named = service().syncMaps(map.sid).syncMapItems;
    for (const key of ['b', 'a', 'C', 'd']) await named.create({ key, data: {} });
    const keys = async (options: Parameters<typeof named.list>[0]) =>
      (await named.list(options as never)).map(({ key }) => key);
    expect(await keys({ pageSize: 1 })).toEqual(['C', 'a', 'b', 'd']);
    expect(await keys({ from: 'b', bounds: 'exclusive', order: 'desc', pageSize: 1 })).toEqual(['a', 'C']);
  });

  it('is heard by clients, and hears of them', async () => {
    const client = await desk.connect({ identity: 'ann' });
    const map = await client.map('both ways');
    await subscribed(map);
    const all = heard(map, ['itemAdded', 'itemUpdated', 'itemRemoved', 'removed']);
    const items = service().syncMaps('both ways').syncMapItems;
    await items.create({ key: 'by rest', data: { n: 1 } });
    await items('by rest').update({ data: { n: 2 } });
    await items('by rest').remove();
    await desk.server.settled();
    await map.set('by sdk', { n: 1 });
    expect(await items('by sdk').fetch()).toMatchObject({ data: { n: 1 }, createdBy: 'ann' });
    expect((await service().syncMaps('both ways').fetch()).createdBy).toBe('ann');
    const removed = until(map, 'removed');
    await service().syncMaps('both ways').remove();
    await removed;
    expect(all.map(({ name }) => name)).toEqual([
      'itemAdded',
      'itemUpdated',
      'itemRemoved',
      'itemAdded',
      'removed',
    ]);
  });

  it('removes a service with everything in it', async () => {
    const { sid } = await api().services.create({ friendlyName: 'short-lived' });
    const own = api().services(sid);
    const list = await own.syncLists.create({ uniqueName: 'l' });
    await own.syncLists('l').syncListItems.create({ data: {} });
    const client = await desk.connect({ identity: 'ann', serviceSid: sid });
    const looking = await client.list('l');
    await subscribed(looking);
    const removed = until(looking, 'removed');
    await own.remove();
    await removed;
    await expect(own.syncLists(list.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    for (const table of ['sync_objects', 'sync_items', 'sync_events'] as const) {
      const column = table === 'sync_objects' ? 'sid' : 'object_sid';
      const rows = await desk.server.context.database.read
        .selectFrom(table)
        .selectAll()
        .where(column as never, '=', list.sid as never)
        .execute();
      expect(rows, table).toEqual([]);
    }
  });
});
