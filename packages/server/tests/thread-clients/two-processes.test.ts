// Two server processes on one database: browser clients of one hear what those of the other do. How soon is
// measured in bench/threads/.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, postgresSkipped } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { generationsOn } from './generations.ts';
import type { LiveClient, LiveThread } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

const kind = databases().find(({ name }) => name === 'postgres');

/** Each client has so many messages under way at a time, and sends so many one after the other in each place. */
const UNDER_WAY = 10;
const EACH = 10;

describe.skipIf(kind === undefined)(`clients of two processes ${postgresSkipped ?? ''}`, () => {
  let desk: ClientDesk;
  let second: TestServer;
  beforeAll(async () => {
    desk = await openDesk(kind!.create);
    second = await startServer(desk.databaseUrl, {}, desk.server.clock);
  });
  afterAll(async () => {
    await second.stop();
    await desk.close();
  });

  describe.each(generationsOn('postgres'))('with $name', (generation) => {
    let ann: LiveClient;
    let bob: LiveClient;
    let mine: LiveThread;
    let theirs: LiveThread;
    beforeAll(async () => {
      const through = Number(new URL(second.url).port);
      ann = await desk.connect(`ann of ${generation.name}`, { generation });
      bob = await desk.connect(`bob of ${generation.name}`, { generation, through });
      [mine, theirs] = await sharedThread(ann, bob);
    });

    it('messages cross', async () => {
      const heard = [ann, bob].map((client) => client.until('messageAdded', ({ raw }) => raw.index === 1));
      await mine.send('from the first');
      await theirs.send('from the second');
      for (const { raw } of await Promise.all(heard)) {
        expect(raw).toMatchObject({ body: 'from the second', author: bob.identity });
      }
      expect((await mine.messages()).map(({ body }) => body)).toEqual(['from the first', 'from the second']);
    });

    it('typing crosses', async () => {
      const started = [ann.until('typingStarted'), bob.until('typingStarted')];
      await mine.raw.typing();
      await theirs.raw.typing();
      const [byBob, byAnn] = await Promise.all(started);
      expect(byBob!.raw.identity).toBe(bob.identity);
      expect(byAnn!.raw.identity).toBe(ann.identity);
    });

    it('what has been read crosses', async () => {
      const property = `last${generation.words.read}MessageIndex`;
      const index = await mine.send('read me');
      const told = ann.until(
        'participantUpdated',
        ({ raw }) => raw.identity === bob.identity && raw[property] === index,
      );
      await theirs.readUpTo(index);
      await told;
    });

    it('every message arrives once and in order while both write as fast as they can', async () => {
      const [one, other] = await sharedThread(ann, bob);
      const total = 2 * UNDER_WAY * EACH;
      const heard = [ann, bob].map((client) => client.heard(['messageAdded', 'messageRemoved']));
      const last = [ann, bob].map((client) =>
        client.until('messageAdded', ({ raw }) => raw.index === total - 1),
      );
      const indexes: number[] = [];
      const write = async (thread: LiveThread) => {
        for (let n = 0; n < EACH; n += 1) indexes.push(await thread.send(`${indexes.length}`));
      };
      const writers = Array.from({ length: UNDER_WAY }, () => [write(one), write(other)]);
      await Promise.all(writers.flat());
      await Promise.all(last);
      const all = Array.from({ length: total }, (_, index) => index);
      expect(indexes.toSorted((a, b) => a - b)).toEqual(all);
      for (const told of heard) {
        expect(told.map(({ event, raw }) => [event, raw.index])).toEqual(
          all.map((index) => ['messageAdded', index]),
        );
      }
    });
  });
});
