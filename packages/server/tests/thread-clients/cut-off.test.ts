// Two browser clients write to each other while one of them is cut off in the middle of it and the server starts
// again, fifty times at random: in the end both have every message once, in order, without a gap.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { openRelay, type Relay } from '../sync/relay.ts';
import { generation } from './generations.ts';
import type { Heard, LiveClient, LiveThread } from './live-client.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

const CUTS = 50;
/** Messages that pass before and after a cut, at most. */
const MOST_BETWEEN = 6;
/** A client that has heard nothing of its message for so long goes on with the next. */
const PATIENCE_MS = 2_000;

/** The newest and the oldest of the packages, which have nothing in common but the server. */
const OURS = generation('@twilio/conversations');
const THEIRS = generation('twilio-chat3');

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One side of the talk: its client, the network in front of it, what it was told and what it was promised. */
interface Side {
  readonly client: LiveClient;
  readonly relay: Relay;
  readonly thread: LiveThread;
  readonly heard: Heard[];
  readonly acknowledged: string[];
}

describe.each(protocolDatabases())('clients that are cut off on $name', ({ create }) => {
  let desk: ClientDesk;
  beforeEach(async () => {
    desk = await openDesk(create);
  });
  afterEach(() => desk.close());

  /** Writes one message after the other until told to stop; a message that failed is not written again. */
  async function write(side: Side, isOver: () => boolean): Promise<void> {
    for (let number = 0; !isOver(); number += 1) {
      const body = `${side.client.identity} ${number}`;
      const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
      const sent = await Promise.race([side.thread.send(body).catch(() => null), patience]);
      if (sent !== null) side.acknowledged.push(body);
    }
  }

  it(`miss nothing and hear nothing twice over ${CUTS} cuts`, async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    console.log(`cut-off: SEED=${seed}`);
    const random = randomFrom(seed);
    const relays = [await openRelay(desk.port), await openRelay(desk.port)] as const;
    const ann = await desk.connect('ann', { generation: OURS, through: relays[0].port });
    const bob = await desk.connect('bob', { generation: THEIRS, through: relays[1].port });
    const threads = await sharedThread(ann, bob);
    const sides = [ann, bob].map(
      (client, index): Side => ({
        client,
        relay: relays[index]!,
        thread: threads[index]!,
        heard: client.heard(['messageAdded', 'messageRemoved', 'messageUpdated']),
        acknowledged: [],
      }),
    );
    let isOver = false;
    const writing = sides.map((side) => write(side, () => isOver));

    /** Resolves when a side has heard so many more messages. */
    const hears = (side: Side, more: number) => {
      const wanted = side.heard.length + more;
      return new Promise<void>((resolve) => {
        side.client.on('messageAdded', () => {
          if (side.heard.length >= wanted) resolve();
        });
      });
    };

    for (let round = 0; round < CUTS; round += 1) {
      const victim = sides[random() < 0.5 ? 0 : 1]!;
      await hears(victim, 1 + Math.floor(random() * MOST_BETWEEN));
      victim.relay.cut();
      const other = sides.find((side) => side !== victim)!;
      await hears(other, Math.floor(random() * MOST_BETWEEN) || 1);
      // A server that stops asks its clients to stay away for some seconds; here it is gone without a word.
      for (const relay of relays) {
        relay.hold(true);
        relay.cut();
      }
      await desk.restart();
      for (const relay of relays) relay.hold(false);
    }
    await Promise.all(sides.map((side) => hears(side, 1)));
    isOver = true;
    await Promise.all(writing);

    const stored = await desk.service.channels(threads[0].sid).messages.list({ pageSize: 1_000 });
    const all = stored.map(({ index, body }) => [index, body]);
    expect(all.map(([index]) => index)).toEqual(all.map((_, index) => index));
    const bodies = new Set(stored.map(({ body }) => body));
    expect(bodies.size).toBe(all.length);
    for (const { heard, thread, acknowledged } of sides) {
      await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(all.length);
      expect(heard.map(({ event, raw }) => [event, raw.index, raw.body])).toEqual(
        all.map(([index, body]) => ['messageAdded', index, body]),
      );
      expect((await thread.messages()).map(({ index, body }) => [index, body])).toEqual(all);
      expect(acknowledged.filter((body) => !bodies.has(body))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(CUTS);
    }
    await Promise.all(sides.map(({ client }) => client.raw.shutdown()));
    await Promise.all(relays.map((relay) => relay.close()));
  }, 120_000);
});
