// Measures how long a new task waits for its offer while tasks arrive steadily.
import { join } from 'node:path';
import { FailedCheck } from '../failed-check.ts';
import { percentileOf } from '../statistics.ts';
import { arrive } from './arrivals.ts';
import { machineTime } from './client.ts';
import { readDecidingTime } from './deciding-time.ts';
import { type Notes, observe } from './observer.ts';
import { seededRandom } from './random.ts';
import type { StoreId } from './stores.ts';
import { runTrial, type Template, type Trial } from './trial.ts';

/** Tasks that arrive in a second, on average. */
export const ARRIVALS = 100;
/** Tasks without an offer this long after the last arrival count as never offered. */
export const LATEST_MS = 5_000;
const PROFILE_SECONDS = 3;
const SAMPLE_MICROSECONDS = '200';

/** Median and 99th percentile, milliseconds; infinite when so many tasks were not offered at all. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What one trial found. */
export interface LatencyCell {
  readonly store: StoreId;
  readonly workers: number;
  readonly waiting: number;
  readonly round: number;
  readonly tasks: number;
  readonly perSecond: number;
  /** From the task's commit to its offer's, as another connection sees them. */
  readonly afterCommit: Latency;
  /** From the moment the request is sent to the offer's commit. */
  readonly afterRequest: Latency;
  /** Milliseconds of the server's processor time for each task. */
  readonly processorMs: number;
  /** Microseconds of it spent deciding, from a profile of its own; taken only where nothing waits. */
  readonly decidingUs: number | null;
  /** How exact the times are; null where the database keeps them. */
  readonly lookMs: number | null;
}

function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50Ms: percentileOf(milliseconds, 0.5), p99Ms: percentileOf(milliseconds, 0.99) };
}

async function newest(trial: Trial, table: 'tasks' | 'reservations'): Promise<string> {
  const [row] = await trial.rows.read<{ sid: string }>(
    `SELECT sid FROM ${table} WHERE workspace_sid = $1 ORDER BY sid DESC LIMIT 1`,
    [trial.centre.workspaceSid],
  );
  return row?.sid ?? '';
}

/** Lets tasks arrive; when each request was sent, by SID of its task. */
async function load(trial: Trial, seconds: number, seed: number): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  await arrive(ARRIVALS, seconds, seededRandom(seed), async () => {
    const at = machineTime();
    sent.set(await trial.post(trial.work.next().value), at);
  });
  return sent;
}

function differences(
  sent: ReadonlyMap<string, number>,
  from: ReadonlyMap<string, number>,
  { offers }: Notes,
): number[] {
  return [...sent.keys()].map((sid) => {
    const start = from.get(sid);
    if (start === undefined)
      throw new FailedCheck(`task ${sid} was acknowledged and not seen in the database`);
    return (offers.get(sid) ?? Infinity) - start;
  });
}

/** Processor time spent deciding on each task, microseconds. */
async function profile(trial: Trial, round: number): Promise<number> {
  const { store, centre, server, folder } = trial;
  const file = join(folder, `${store.id}-${centre.workers}-${centre.waiting}-${round}.cpuprofile`);
  await server.ask('start-profile', SAMPLE_MICROSECONDS);
  const before = await trial.offers();
  const sent = await load(trial, PROFILE_SECONDS, 2 * round);
  await trial.hasOffers(before + sent.size, LATEST_MS);
  await server.ask('stop-profile', file);
  return (await readDecidingTime(file)) / sent.size;
}

async function measure(trial: Trial, seconds: number, round: number): Promise<LatencyCell> {
  const { store, centre, server, databaseUrl } = trial;
  const { workspaceSid, workers, waiting } = centre;
  const before = await trial.offers();
  const from = { task: await newest(trial, 'tasks'), reservation: await newest(trial, 'reservations') };
  const observer = await observe({ databaseUrl, workspaceSid, from });
  const processorBefore = await server.ask('processor-time');
  const began = machineTime();
  const sent = await load(trial, seconds, 2 * round + 1);
  const loadedMs = machineTime() - began;
  await trial.hasOffers(before + sent.size, LATEST_MS);
  const processor = (await server.ask('processor-time')) - processorBefore;
  const notes = await observer.end();
  return {
    ...{ store: store.id, workers, waiting, round, tasks: sent.size, lookMs: notes.lookMs },
    perSecond: (sent.size * 1_000) / loadedMs,
    afterCommit: latencyOf(differences(sent, notes.tasks, notes)),
    afterRequest: latencyOf(differences(sent, sent, notes)),
    processorMs: processor / sent.size,
    decidingUs: waiting === 0 ? await profile(trial, round) : null,
  };
}

/** Measures the offers of new tasks beside those that wait. */
export function measureLatency(template: Template, seconds: number, round: number): Promise<LatencyCell> {
  return runTrial(template, (trial) => measure(trial, seconds, round));
}
