// Reads from PostgreSQL itself when rows were committed: a thread that looks again and again would take a good part of
// a small machine from the server it measures.
import { machineTime } from './client.ts';
import type { Notes, Observer, Watch } from './observer.ts';
import { openRows, type Rows } from './rows.ts';

/** Setting PostgreSQL needs to remember the times of commits. */
export const KEEP_COMMIT_TIMES = 'track_commit_timestamp=on';

interface Commit {
  readonly task_sid: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const AT = 'EXTRACT(EPOCH FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at';

/** Rows that are never changed after they were written tell when their transaction was committed. */
const CREATED = `
  SELECT subject_sid AS task_sid, ${AT} FROM events WHERE type = 'task.created' AND subject_sid > $1`;
const OFFERED = `
  SELECT data::json->>'taskSid' AS task_sid, ${AT} FROM events
  WHERE type = 'reservation.created' AND subject_sid > $1 ORDER BY id DESC`;

/** Times by SID of the task, on the clock of `machineTime`; the first of several. */
async function read(rows: Rows, statement: string, from: string): Promise<Map<string, number>> {
  const commits = await rows.read<Commit>(statement, [from]);
  const shift = machineTime() - (performance.timeOrigin + performance.now());
  return new Map(commits.map(({ task_sid: sid, at }) => [sid, at + shift]));
}

/** Watches by asking once, at the end. */
export function readCommitTimes({ databaseUrl, from }: Pick<Watch, 'databaseUrl' | 'from'>): Observer {
  return {
    async end(): Promise<Notes> {
      const rows = await openRows(databaseUrl);
      try {
        const tasks = await read(rows, CREATED, from.task);
        const offers = await read(rows, OFFERED, from.reservation);
        return { tasks, offers, lookMs: null };
      } finally {
        await rows.close();
      }
    },
  };
}
