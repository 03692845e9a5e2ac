// Sees from outside when tasks and offers are committed: on SQLite a thread looks, PostgreSQL keeps the times itself.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { readCommitTimes } from './commit-times.ts';

/** What to watch. */
export interface Watch {
  readonly databaseUrl: string;
  readonly workspaceSid: string;
  /** SIDs of the newest objects that are of no interest. */
  readonly from: { readonly task: string; readonly reservation: string };
  /** Not zero once it is to end. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What was seen: when, by SID of the task, on the clock of `machineTime`. */
export interface Notes {
  readonly tasks: ReadonlyMap<string, number>;
  readonly offers: ReadonlyMap<string, number>;
  /** Milliseconds from one look to the next, on average: how exact the times are. Null for times of the database. */
  readonly lookMs: number | null;
}

/** Watches until it is ended. */
export interface Observer {
  end(): Promise<Notes>;
}

/** Starts to watch. */
export async function observe(watch: Omit<Watch, 'stop'>): Promise<Observer> {
  if (watch.databaseUrl.startsWith('postgres')) return readCommitTimes(watch);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(new URL('observer-thread.ts', import.meta.url), {
    workerData: { ...watch, stop } satisfies Watch,
  });
  await once(thread, 'message');
  return {
    async end() {
      const told = once(thread, 'message');
      Atomics.store(stop, 0, 1);
      Atomics.notify(stop, 0);
      const [notes] = (await told) as [Notes];
      await thread.terminate();
      return notes;
    },
  };
}
