// The two ways to post: as fast as everybody is told, or so many a second whatever comes of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedCheck } from '../failed-check.ts';
import { arrive } from '../routing/arrivals.ts';
import { seededRandom } from '../routing/random.ts';
import type { Audience, Delays } from './audience.ts';

/** Messages under way at a time where posts wait for everybody to be told of the ones before. */
export const UNDER_WAY = 16;
/** How long clients may take to be told of what was posted last. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 5;
/** Below this, posts come at equal distances: chance would make a trial of nothing or of a crowd. */
const FEWEST_AT_RANDOM = 20;

/** Slow paces go on until so many messages were posted. */
const FEWEST_POSTS = 4;

type Post = (number: number) => Promise<void>;

/** What a trial came to. */
export interface Outcome extends Delays {
  readonly posts: number;
  /** Events of all clients together. */
  readonly delivered: number;
  readonly frames: number;
  /** Until the last client was told of the last message. */
  readonly seconds: number;
}

async function settle(audience: Audience, posts: number, began: number): Promise<Outcome> {
  const deadline = performance.now() + PATIENCE_MS;
  while (audience.pending > 0 && performance.now() < deadline) await sleep(LOOK_MS);
  const { delivered, frames, misplaced, lastAt, size } = audience;
  if (misplaced > 0 || delivered !== posts * size) {
    throw new FailedCheck(
      `${posts} messages to ${size} clients: ${delivered} events came, ${misplaced} of them not where they belong`,
    );
  }
  return { posts, delivered, frames, seconds: (lastAt - began) / 1_000, ...audience.delays };
}

/** Posts as fast as everybody is told: a message is under way until the last client has been told of it. */
export async function saturate(audience: Audience, post: Post, seconds: number): Promise<Outcome> {
  audience.begin();
  const began = performance.now();
  const end = began + seconds * 1_000;
  let posts = 0;
  const lane = async () => {
    while (performance.now() < end) {
      const { number, whole } = audience.expect(performance.now());
      posts += 1;
      await Promise.all([post(number), Promise.race([whole, sleep(PATIENCE_MS, undefined, { ref: false })])]);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, lane));
  return settle(audience, posts, began);
}

/** Posts so many messages a second on average, without waiting for anything. */
export async function keepPace(
  audience: Audience,
  post: Post,
  perSecond: number,
  seconds: number,
): Promise<Outcome> {
  audience.begin();
  const began = performance.now();
  let posts = 0;
  const send = () => {
    posts += 1;
    return post(audience.expect(performance.now()).number);
  };
  if (perSecond >= FEWEST_AT_RANDOM) {
    await arrive(perSecond, seconds, seededRandom(posts + 1), send);
  } else {
    const last = Math.max(FEWEST_POSTS, Math.round(perSecond * seconds));
    for (let turn = 0; turn < last; turn += 1) {
      await sleep(Math.max(0, began + (turn * 1_000) / perSecond - performance.now()));
      await send();
    }
  }
  return settle(audience, posts, began);
}
