// Lists and maps through the Sync SDK: items added, changed and removed by one client, and heard of by another.
import type { SyncClient } from 'twilio-sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

const ITEM_EVENTS = ['itemAdded', 'itemUpdated', 'itemRemoved'];

/** Events of items with what they say, without the objects around it. */
function itemsTold(all: readonly { name: string; told: never }[]): unknown[] {
  return all.map(({ name, told }) => {
    const { item, key, index, isLocal, previousItemData } = told as Record<string, never> & {
      item?: { key?: string; index?: number; data: object };
    };
    return {
      name,
      place: item?.key ?? item?.index ?? key ?? index,
      isLocal,
      data: item?.data,
      previous: previousItemData,
    };
  });
}

describe.each(databases())('Sync lists and maps on $name', ({ create }) => {
  let desk: SyncDesk;
  let ann: SyncClient;
  let bob: SyncClient;
  beforeAll(async () => {
    desk = await openSync(create);
    ann = await desk.connect({ identity: 'ann' });
    bob = await desk.connect({ identity: 'bob' });
  });
  afterAll(() => desk.close());

  it('tell others of every change of a map, in order and once', async () => {
    const mine = await ann.map('colours');
    const theirs = await bob.map('colours');
    await subscribed(theirs);
    const all = heard(theirs, ITEM_EVENTS);
    const last = until<{ key: string }>(theirs, 'itemRemoved');
    await mine.set('red', { hex: 'f00' });
    await mine.set('a/b c?', { hex: '0' });
    await mine.update('red', { name: 'Red' });
    await mine.set('red', { hex: 'e00' });
    await mine.remove('a/b c?');
    await last;
    expect(itemsTold(all)).toEqual([
      { name: 'itemAdded', place: 'red', isLocal: false, data: { hex: 'e00' }, previous: undefined },
      { name: 'itemAdded', place: 'a/b c?', isLocal: false, data: { hex: '0' }, previous: undefined },
      {
        name: 'itemUpdated',
        place: 'red',
        isLocal: false,
        data: { hex: 'e00' },
        previous: { hex: 'f00' },
      },
      {
        name: 'itemUpdated',
        place: 'red',
        isLocal: false,
        data: { hex: 'e00' },
        previous: { hex: 'f00', name: 'Red' },
      },
      {
        name: 'itemRemoved',
        place: 'a/b c?',
        isLocal: false,
        data: undefined,
        previous: { hex: '0' },
      },
    ]);
    expect((await theirs.get('red')).data).toEqual({ hex: 'e00' });
    await expect(theirs.get('a/b c?')).rejects.toMatchObject({ status: 404, code: 54201 });
  });

  it('tell others of every change of a list, in order and once', async () => {
    const mine = await ann.list('todo');
    const theirs = await bob.list('todo');
    await subscribed(theirs);
    const all = heard(theirs, ITEM_EVENTS);
    const last = until<{ index: number }>(theirs, 'itemRemoved');
    const first = await mine.push({ what: 'buy' });
    const second = await mine.push({ what: 'sell' });
    expect([first.index, second.index]).toEqual([0, 1]);
    await mine.set(1, { what: 'hold' });
    await mine.remove(0);
    await last;
    expect(itemsTold(all)).toMatchObject([
      { name: 'itemAdded', place: 0, isLocal: false },
      { name: 'itemAdded', place: 1, isLocal: false },
      { name: 'itemUpdated', place: 1, previous: { what: 'sell' }, data: { what: 'hold' } },
      { name: 'itemRemoved', place: 0, previous: { what: 'buy' } },
    ]);
    const third = await theirs.push({ what: 'rest' });
    expect(third.index).toBe(2);
    const page = await mine.getItems({});
    expect(page.items.map(({ index, data }) => [index, data])).toEqual([
      [1, { what: 'hold' }],
      [2, { what: 'rest' }],
    ]);
  });

  it('tell their writer of a change once', async () => {
    const map = await ann.map('own');
    await subscribed(map);
    const all = heard(map, ['itemAdded', 'itemUpdated']);
    await map.set('a', { n: 1 });
    await map.set('a', { n: 2 });
    const other = await bob.map('own');
    const last = until<{ isLocal: boolean }>(map, 'itemAdded', ({ isLocal }) => !isLocal);
    await other.set('b', {});
    await last;
    expect(itemsTold(all)).toMatchObject([
      { name: 'itemAdded', place: 'a', isLocal: true },
      { name: 'itemUpdated', place: 'a', isLocal: true },
      { name: 'itemAdded', place: 'b', isLocal: false },
    ]);
  });

  it.each(['asc', 'desc'] as const)('page through the items of a list, %s', async (order) => {
    const mine = await ann.list(`pages ${order}`);
    for (let at = 0; at < 25; at += 1) await mine.push({ at });
    await mine.remove(3);
    const fresh = await desk.connect({ identity: 'fay' });
    const theirs = await fresh.list(`pages ${order}`);
    const indexes: number[] = [];
    let page = await theirs.getItems({ pageSize: 7, order });
    const sizes = [page.items.length];
    for (indexes.push(...page.items.map(({ index }) => index)); page.hasNextPage; ) {
      page = await page.nextPage();
      sizes.push(page.items.length);
      indexes.push(...page.items.map(({ index }) => index));
    }
    const all = [...Array(25).keys()].filter((at) => at !== 3);
    expect(indexes).toEqual(order === 'asc' ? all : all.toReversed());
    expect(sizes).toEqual([7, 7, 7, 3]);
    expect(page.hasPrevPage).toBe(true);
    page = await page.prevPage();
    expect(page.items.map(({ index }) => index)).toEqual(indexes.slice(14, 21));
  });

  it('page through the items of a map by key, whatever the language of the keys', async () => {
    const keys = ['B', 'a', 'Z', 'ä', '_', 'aa', '10', '9', 'é', 'b'];
    const mine = await ann.map('alphabet');
    for (const key of keys) await mine.set(key, { key });
    const fresh = await desk.connect({ identity: 'gus' });
    const theirs = await fresh.map('alphabet');
    const found: string[] = [];
    let page = await theirs.getItems({ pageSize: 3 });
    for (found.push(...page.items.map(({ key }) => key)); page.hasNextPage; ) {
      page = await page.nextPage();
      found.push(...page.items.map(({ key }) => key));
    }
    expect(found).toEqual(keys.toSorted());
    const from = await (await fresh.map('alphabet')).getItems({ from: 'a', pageSize: 2, order: 'desc' });
    expect(from.items.map(({ key }) => key)).toEqual(['a', '_']);
  });

  it('settle changes made at once by trying again', async () => {
    const clients = await Promise.all(['h1', 'h2', 'h3', 'h4'].map((identity) => desk.connect({ identity })));
    await (await ann.map('votes')).set('yes', { count: 0 });
    await ann.document({ id: 'tally', data: { count: 0 } });
    const list = await ann.list('ballots');
    await list.push({ count: 0 });
    const raise = (data: { count?: number }) => ({ count: (data.count ?? 0) + 1 });
    await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 5 }, async () => {
          await (await client.map('votes')).mutate('yes', raise as never);
          await (await client.map('votes')).mutate('no', raise as never);
          await (await client.document('tally')).mutate(raise as never);
          await (await client.list('ballots')).mutate(0, raise as never);
        }),
      ),
    );
    const fresh = await desk.connect({ identity: 'judge' });
    expect((await (await fresh.map('votes')).get('yes')).data).toEqual({ count: 20 });
    expect((await (await fresh.map('votes')).get('no')).data).toEqual({ count: 20 });
    expect((await fresh.document('tally')).data).toEqual({ count: 20 });
    expect((await (await fresh.list('ballots')).get(0)).data).toEqual({ count: 20 });
  });

  it('are gone for everybody when one removes them', async () => {
    for (const kind of ['document', 'list', 'map'] as const) {
      const mine = await ann[kind](`gone ${kind}`);
      const theirs = await bob[kind](`gone ${kind}`);
      await subscribed(theirs);
      const told = until<{ isLocal: boolean }>(theirs, 'removed');
      if ('removeDocument' in mine) await mine.removeDocument();
      else if ('removeList' in mine) await mine.removeList();
      else await mine.removeMap();
      expect(await told).toMatchObject({ isLocal: false });
      const anew = await bob[kind](`gone ${kind}`);
      expect(anew.sid).not.toBe(mine.sid);
    }
  });
});
