// Measures how fast waiting tasks are offered once somebody can do them.
import { setTimeout as sleep } from 'node:timers/promises';
import { closeQueues } from './centre.ts';
import { inParallel, machineTime } from './client.ts';
import { targetWorkersOf } from './population.ts';
import type { StoreId } from './stores.ts';
import { runTrial, type Template, type Trial } from './trial.ts';

const AT_ONCE = 8;
const POLL_MS = 20;

/** What lets the waiting tasks go. */
export const CAUSES = {
  'sign-in': 'workers sign in',
  opening: 'queues open',
} as const;

export type Cause = keyof typeof CAUSES;

/** What one trial found. */
export interface DrainCell {
  readonly store: StoreId;
  readonly cause: Cause;
  readonly workers: number;
  readonly waiting: number;
  readonly round: number;
  /** Tasks that were offered within the time. */
  readonly offered: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds of processor time for each offer: the server's, and the database's where it has processes. */
  readonly serverMs: number;
  readonly databaseMs: number | null;
}

/** The day shift signs in, one worker after the other. */
function signIn({ centre, client }: Trial, isOver: () => boolean): Promise<void> {
  const shift = centre.people.filter(({ duty }) => duty === 'day');
  const ActivitySid = centre.activities.night;
  return inParallel(shift, AT_ONCE, ({ sid }) => client.post(`Workers/${sid}`, { ActivitySid }), isOver);
}

/** The queues of the day shift, which is there, are given their workers. */
function openQueues({ centre, client }: Trial, isOver: () => boolean): Promise<void> {
  const queues = centre.queues.filter(({ shift }) => shift === 'day');
  return inParallel(
    queues,
    AT_ONCE,
    (queue) => client.post(`TaskQueues/${queue.sid}`, { TargetWorkers: targetWorkersOf(queue) }),
    isOver,
  );
}

async function isDrained({ rows, centre }: Trial): Promise<boolean> {
  const waiting = await rows.read('SELECT sid FROM tasks WHERE workspace_sid = $1 AND waits = 1 LIMIT 1', [
    centre.workspaceSid,
  ]);
  return waiting.length === 0;
}

async function measure(trial: Trial, cause: Cause, seconds: number, round: number): Promise<DrainCell> {
  const { store, centre, server } = trial;
  const before = await trial.offers();
  const serverBefore = await server.ask('processor-time');
  const databaseBefore = store.processorTime();
  const began = machineTime();
  const deadline = began + seconds * 1_000;
  let isOver = false;
  const setOff = (cause === 'sign-in' ? signIn : openQueues)(trial, () => isOver);
  setOff.catch(() => {});
  while (!(await isDrained(trial)) && machineTime() < deadline) await sleep(POLL_MS);
  isOver = true;
  const took = machineTime() - began;
  const offered = (await trial.offers()) - before;
  const serverTime = (await server.ask('processor-time')) - serverBefore;
  const databaseAfter = store.processorTime();
  await setOff;
  return {
    ...{ store: store.id, cause, workers: centre.workers, waiting: centre.waiting, round, offered },
    seconds: took / 1_000,
    perSecond: (offered * 1_000) / took,
    serverMs: serverTime / offered,
    databaseMs:
      databaseAfter === null || databaseBefore === null ? null : (databaseAfter - databaseBefore) / offered,
  };
}

/** Lets all waiting tasks go; what is not offered within the seconds is left. */
export function measureDrain(
  template: Template,
  cause: Cause,
  seconds: number,
  round: number,
): Promise<DrainCell> {
  return runTrial(
    template,
    (trial) => measure(trial, cause, seconds, round),
    cause === 'opening' ? (databaseUrl) => closeQueues(databaseUrl, template.centre) : undefined,
  );
}
