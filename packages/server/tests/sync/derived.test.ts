// Objects that are derived from something else look to clients like any other: opened, paged, replayed and pushed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#storage/database.ts';
import { accessToken } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { openRelay } from './relay.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';
import { userObjects } from './user-provider.ts';

const EVENTS = ['itemAdded', 'itemUpdated', 'itemRemoved'];

describe.each(databases())('derived Sync objects on $name', ({ create }) => {
  let desk: SyncDesk;
  let serviceSid: string;
  beforeAll(async () => {
    let database: Database | undefined;
    desk = await openSync(create, [{ syncProviders: [userObjects(() => database!)] }]);
    database = desk.server.context.database;
    serviceSid = (await api().services.create({ friendlyName: 'people' })).sid;
  });
  afterAll(() => desk.close());

  const api = () => sdkClient(desk.server.url, desk.server.account).chat.v2;
  const users = () => api().services(serviceSid).users;
  const connect = (through?: number) => {
    const token = accessToken({
      accountSid: desk.server.account.sid,
      key: desk.key,
      identity: 'viewer',
      chatServiceSid: serviceSid,
    });
    const wish = { token, productId: 'ip_messaging' };
    return desk.connect(through === undefined ? wish : { ...wish, through });
  };
  const keysOf = (all: readonly { name: string; told: never }[]) =>
    all.map(({ name, told }) => {
      const { key, item } = told as { key?: string; item?: { key: string } };
      return [name, key ?? item?.key];
    });

  it('are opened by name or SID, with their items', async () => {
    await users().create({ identity: 'zoe', friendlyName: 'Zoe' });
    const client = await connect();
    const map = await client.map('users');
    expect(map.sid).toBe(`MP${serviceSid.slice(2)}`);
    expect((await map.get('zoe')).data).toEqual({ identity: 'zoe', friendlyName: 'Zoe' });
    const again = await (await connect()).map({ id: map.sid, mode: 'open_existing' });
    expect(again.sid).toBe(map.sid);
    const document = await client.document({ id: 'zoe', mode: 'open_existing' });
    expect(document.data).toEqual({ identity: 'zoe', friendlyName: 'Zoe' });
    await expect(document.set({ n: 1 })).rejects.toMatchObject({ status: 404 });
  });

  it('tell of what happens, each once and in order, over broken connections', async () => {
    const relay = await openRelay(Number(new URL(desk.server.url).port));
    const client = await connect(relay.port);
    const map = await client.map('users');
    await map.getItems({});
    await subscribed(map);
    const all = heard(map, EVENTS);
    const ends = (key: string) =>
      until<{ item: { key: string } }>(map, 'itemAdded', ({ item }) => item.key === key);
    const first = ends('end 1');
    const ann = await users().create({ identity: 'ann', friendlyName: 'Ann' });
    await users()(ann.sid).update({ friendlyName: 'Anna' });
    await users().create({ identity: 'end 1' });
    await first;
    const second = ends('end 2');
    relay.cut();
    await users()(ann.sid).remove();
    await users().create({ identity: 'end 2' });
    await second;
    expect(keysOf(all)).toEqual([
      ['itemAdded', 'ann'],
      ['itemUpdated', 'ann'],
      ['itemAdded', 'end 1'],
      ['itemRemoved', 'ann'],
      ['itemAdded', 'end 2'],
    ]);
    await relay.close();
  });

  it('are not told of what was in them when they were read', async () => {
    const client = await connect();
    const map = await client.map('users');
    const all = heard(map, EVENTS);
    await users().create({ identity: 'between', friendlyName: 'Between' });
    const page = await map.getItems({});
    expect(page.items.some(({ key }) => key === 'between')).toBe(true);
    await subscribed(map);
    const last = until<{ item: { key: string } }>(map, 'itemAdded', ({ item }) => item.key === 'after');
    await users().create({ identity: 'after' });
    await last;
    expect(keysOf(all)).toEqual([['itemAdded', 'after']]);
  });

  it('leave clients with the truth when many change one at once', async () => {
    const user = await users().create({ identity: 'busy', friendlyName: '0' });
    const client = await connect();
    const document = await client.document({ id: 'busy', mode: 'open_existing' });
    await subscribed(document);
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => users()(user.sid).update({ friendlyName: String(n) })),
    );
    await desk.server.settled();
    const last = until<{ data: { friendlyName: string } }>(
      document,
      'updated',
      ({ data }) => data.friendlyName === 'last',
    );
    const { friendlyName } = await users()(user.sid).fetch();
    const fresh = await (await connect()).document({ id: 'busy', mode: 'open_existing' });
    expect([document.data, fresh.data]).toMatchObject([{ friendlyName }, { friendlyName }]);
    await users()(user.sid).update({ friendlyName: 'last' });
    await last;
  });
});
