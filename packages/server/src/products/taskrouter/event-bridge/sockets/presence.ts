// Workers who go offline when they have no connection left. Who is connected is kept as a timer that every process
// with a connection puts off again and again: so it holds across processes, and when one of them dies.
import { appendEvent } from '#events/event-log.ts';
import type { Database, Transaction } from '#storage/database.ts';
import { cancelTimer, setTimer, setTimers, type TimerHandler } from '#timers/timers.ts';
import { moveWorker } from '../../workers/change-activity.ts';
import type { WorkerIdentity, WorkerSocket } from './worker-socket.ts';

/** The timer of a worker who is to go offline; its subject is the worker. */
export const PRESENCE_TIMER = 'taskrouter.presence';

/** How long a worker counts as connected when the process of its connection says nothing more. */
const LEASE_MS = 75_000;
/** How long a worker may be away between two connections: a page that is loaded again takes a moment. */
const GRACE_MS = 10_000;
/** What is written for all workers at once. */
const ALL = 'all';

function timerOf(worker: WorkerIdentity, dueAt: number) {
  const { accountSid, workspaceSid } = worker;
  return { kind: PRESENCE_TIMER, subject: worker.workerSid, dueAt, data: { accountSid, workspaceSid } };
}

/** Moves a worker to the workspace's default activity. */
async function goOffline(
  tx: Transaction,
  { accountSid, workspaceSid, workerSid }: WorkerIdentity,
): Promise<void> {
  const workspace = await tx.db
    .selectFrom('workspaces')
    .select('default_activity_sid')
    .where('sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (workspace === undefined) return;
  const worker = { accountSid, workspaceSid, sid: workerSid };
  await moveWorker(tx, worker, workspace.default_activity_sid, 'DefaultActivitySid');
}

/** Keeps the timers of the workers connected to this process who wish to go offline with their last connection. */
export class Presence {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #watched = new Map<string, WorkerIdentity>();
  /** What is being written for each worker, in order. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(database: Database, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /** A worker has connected: an end that was coming up is put off, or called off where nobody wishes it. */
  opened({ worker, isPresence }: WorkerSocket): void {
    if (isPresence) this.#watched.set(worker.workerSid, worker);
    const isWatched = this.#watched.has(worker.workerSid);
    this.#write(worker.workerSid, (tx) =>
      isWatched
        ? setTimer(tx, timerOf(worker, tx.now + LEASE_MS))
        : cancelTimer(tx, PRESENCE_TIMER, worker.workerSid),
    );
  }

  /** A worker's last connection in this process has gone. Processes where it has another put its end off. */
  left({ worker, session }: WorkerSocket): void {
    if (!this.#watched.delete(worker.workerSid)) return;
    this.#write(worker.workerSid, async (tx) => {
      await setTimer(tx, timerOf(worker, tx.now + GRACE_MS));
      if (!this.#database.isShared) return;
      appendEvent(tx, {
        type: 'worker-session.closed',
        accountSid: worker.accountSid,
        subjectSid: worker.workerSid,
        data: { workspaceSid: worker.workspaceSid, session },
      });
    });
  }

  /** Puts off the ends of all workers who are connected here. */
  renewAll(): void {
    if (this.#watched.size === 0) return;
    this.#write(ALL, (tx) =>
      setTimers(
        tx,
        [...this.#watched.values()].map((worker) => timerOf(worker, tx.now + LEASE_MS)),
      ),
    );
  }

  /** Puts off the end of a worker, if it is connected here. */
  renew(workerSid: string): void {
    const worker = this.#watched.get(workerSid);
    if (worker === undefined) return;
    this.#write(workerSid, (tx) => setTimer(tx, timerOf(worker, tx.now + LEASE_MS)));
  }

  /** The timer of a worker has come to its end. Where it is connected after all, the process slept: it begins anew. */
  readonly end: TimerHandler = async (tx, { subject, data }) => {
    const worker = this.#watched.get(subject);
    if (worker !== undefined) await setTimer(tx, timerOf(worker, tx.now + LEASE_MS));
    else await goOffline(tx, { ...(data as Omit<WorkerIdentity, 'workerSid'>), workerSid: subject });
  };

  /** From now on connections close because this process stops, and clients are about to connect to the next one. */
  stop(): void {
    this.#watched.clear();
  }

  /** Resolves when everything is written. */
  async idle(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing.values());
  }

  #write(subject: string, work: (tx: Transaction) => Promise<void>): void {
    const before = this.#writing.get(subject) ?? Promise.resolve();
    const written = before
      .then(() => this.#database.transaction(work))
      .catch(this.#onError)
      .finally(() => {
        if (this.#writing.get(subject) === written) this.#writing.delete(subject);
      });
    this.#writing.set(subject, written);
  }
}
