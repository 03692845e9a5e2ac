// The Sync clients inside older SDKs, which speak the older version of the event protocol or read less of answers.
import { createRequire } from 'node:module';
import type { SyncClient } from 'twilio-sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { heard, openSync, type SyncDesk, until } from './sync-fixture.ts';

const require = createRequire(import.meta.url);

/** The npm alias of each SDK. */
const SDKS = [
  { name: 'twilio-chat 3.4', module: 'twilio-chat3' },
  { name: 'twilio-chat 6', module: 'twilio-chat' },
  { name: '@twilio/conversations 2.7', module: 'conversations2' },
] as const;

/** An item in the words of its version. */
type AnyItem = { readonly data?: object; readonly value?: object };

const dataOf = (item: AnyItem) => item.data ?? item.value;

describe.each(protocolDatabases())('Sync in older SDKs on $name', ({ create }) => {
  let desk: SyncDesk;
  let newer: SyncClient;
  beforeAll(async () => {
    desk = await openSync(create);
    newer = await desk.connect({ identity: 'newer' });
  });
  afterAll(() => desk.close());

  it.each(SDKS)('of $name', async ({ name, module }) => {
    const sync = createRequire(require.resolve(module))('twilio-sync');
    const Client = sync.SyncClient ?? sync.Client;
    const client = new Client(desk.token({ identity: name }), { Twilsock: { uri: desk.address } });
    const document = await client.document(name);
    await document.set({ n: 1 });
    const updated = until<{ data?: object; value?: object }>(
      document,
      'updated',
      (told) => JSON.stringify(dataOf(told)) === '{"n":2}',
    );
    const list = await client.list(name);
    const map = await client.map(name);
    const all = heard(list, ['itemAdded', 'itemUpdated', 'itemRemoved']);
    const mapped = until<{ item: AnyItem & { key: string } }>(
      map,
      'itemAdded',
      ({ item }) => item.key === 'theirs',
    );
    for (let n = 0; n < 5; n += 1) await list.push({ n });
    await map.set('mine', { n: 1 });
    await (await newer.document(name)).set({ n: 2 });
    const theirs = await newer.list(name);
    const removed = until<{ index: number }>(list, 'itemRemoved');
    await theirs.set(4, { n: 'four' });
    await theirs.remove(0);
    await (await newer.map(name)).set('theirs', { n: 2 });
    await Promise.all([updated, removed, mapped]);
    expect(all.map((one) => one.name)).toEqual([...Array(5).fill('itemAdded'), 'itemUpdated', 'itemRemoved']);
    const indexes: number[] = [];
    for (let page = await list.getItems({ pageSize: 2 }); ; page = await page.nextPage()) {
      indexes.push(...page.items.map(({ index }: { index: number }) => index));
      if (!page.hasNextPage) break;
    }
    expect(indexes).toEqual([1, 2, 3, 4]);
    await client.shutdown();
  });
});
