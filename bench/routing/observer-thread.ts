// A thread that looks into the database, again and again, and notes when it first sees a task and when its offer:
// what it sees is committed. It answers with its notes when it is told to stop.
import { parentPort, workerData } from 'node:worker_threads';
import { machineTime } from './client.ts';
import type { Notes, Watch } from './observer.ts';
import { openRows } from './rows.ts';

/** Transactions may commit in another order than they made their SIDs: so many rows are read again. */
const LOOK_BACK = 100;
const PAUSE_MS = 0.5;

const STATEMENT = `
  SELECT sid, '' AS task_sid FROM tasks WHERE workspace_sid = $1 AND sid > $2
  UNION ALL
  SELECT sid, task_sid FROM reservations WHERE workspace_sid = $1 AND sid > $3`;

const { databaseUrl, workspaceSid, from, stop } = workerData as Watch;

/** First sights, by SID of the task. */
class Sights {
  readonly seen = new Map<string, number>();
  readonly #known = new Set<string>();
  readonly #latest: string[];

  constructor(from: string) {
    this.#latest = [from];
  }

  /** All rows that may be new have a SID above this one. */
  get mark(): string {
    return this.#latest[0]!;
  }

  add(sid: string, taskSid: string, at: number): void {
    if (this.#known.has(sid)) return;
    this.#known.add(sid);
    if (!this.seen.has(taskSid)) this.seen.set(taskSid, at);
    this.#latest.push(sid);
    this.#latest.sort();
    if (this.#latest.length > LOOK_BACK) this.#latest.shift();
  }
}

const tasks = new Sights(from.task);
const offers = new Sights(from.reservation);
const rows = await openRows(databaseUrl);

async function look(): Promise<void> {
  const found = await rows.read<{ sid: string; task_sid: string }>(STATEMENT, [
    workspaceSid,
    tasks.mark,
    offers.mark,
  ]);
  const at = machineTime();
  for (const { sid, task_sid: taskSid } of found) {
    if (taskSid === '') tasks.add(sid, sid, at);
    else offers.add(sid, taskSid, at);
  }
}

parentPort!.postMessage('watching');
const began = machineTime();
let looks = 0;
for (let isOver = false; !isOver; looks += 1) {
  // Told to stop, it looks once more: what was committed before that is seen.
  isOver = Atomics.wait(stop, 0, 0, PAUSE_MS) !== 'timed-out';
  if (rows.mayHaveChanged()) await look();
}
await rows.close();
const lookMs = (machineTime() - began) / looks;
parentPort!.postMessage({ tasks: tasks.seen, offers: offers.seen, lookMs } satisfies Notes);
