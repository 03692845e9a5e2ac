// Several server processes on one database: clients hear of what was written through another one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, postgresSkipped } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { RawClient } from './raw-client.ts';
import { openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

const kind = databases().find(({ name }) => name === 'postgres');

describe.skipIf(kind === undefined)(`Sync over two processes ${postgresSkipped ?? ''}`, () => {
  let desk: SyncDesk;
  let second: TestServer;
  beforeAll(async () => {
    desk = await openSync(kind!.create);
    second = await startServer(desk.databaseUrl, {}, desk.server.clock);
  });
  afterAll(async () => {
    await second.stop();
    await desk.close();
  });

  it('tells clients of one what clients of the other do', async () => {
    const ann = await desk.connect({ identity: 'ann' });
    const bob = await desk.connect({ identity: 'bob', through: Number(new URL(second.url).port) });
    const mine = await ann.list('shared');
    const theirs = await bob.list('shared');
    await Promise.all([subscribed(mine), subscribed(theirs)]);
    const heardByBob = until(theirs, 'itemAdded');
    await mine.push({ from: 'ann' });
    await heardByBob;
    const heardByAnn = until<{ isLocal: boolean }>(mine, 'itemAdded', ({ isLocal }) => !isLocal);
    await theirs.push({ from: 'bob' });
    await heardByAnn;
  });

  it('brings every event of an object once and in order to clients that come and go while many write', async () => {
    const addresses = [desk.address, desk.address.replace(/:\d+/, `:${new URL(second.url).port}`)];
    const connect = async (index: number) => {
      const client = await RawClient.open(addresses[index % 2]!);
      await client.init(desk.token());
      return client;
    };
    const writers = await Promise.all([0, 1, 2, 3].map(connect));
    const { body: map } = await writers[0]!.request({
      method: 'POST',
      path: '/v3/Maps',
      body: { unique_name: 'busy' },
    });
    const [writes, readers] = [40, 4];
    const total = writers.length * writes;

    /** Reads until every event has come, over a new connection again and again. */
    const readAll = async (index: number): Promise<number[]> => {
      const ids: number[] = [];
      for (let round = 0; ids.length < total; round += 1) {
        const client = await connect(index + round);
        const wanted = Math.min(total, ids.length + 30);
        const after = ids.at(-1) ?? 0;
        const known = () => client.events().flatMap((event) => (event.correlation_id ? [] : event.events));
        await client.request({
          method: 'POST',
          path: '/v4/Subscriptions',
          body: {
            event_protocol_version: 4,
            action: 'establish',
            correlation_id: round + 1,
            requests: [{ object_sid: map.sid, object_type: 'map', last_event_id: after }],
          },
        });
        await client.until(() => after + known().length >= wanted);
        ids.push(...known().map(({ id }) => id));
        client.socket.terminate();
      }
      return ids;
    };

    const reading = Promise.all(Array.from({ length: readers }, (_, index) => readAll(index)));
    await Promise.all(
      writers.map(async (writer, index) => {
        for (let n = 0; n < writes; n += 1) {
          const path = `/v3/Maps/busy/Items/${(index + n) % 5}`;
          expect((await writer.request({ method: 'PUT', path, body: { data: { n } } })).status).toBeLessThan(
            300,
          );
        }
      }),
    );
    const all = Array.from({ length: total }, (_, index) => index + 1);
    for (const ids of await reading) expect(ids).toEqual(all);
  });
});
