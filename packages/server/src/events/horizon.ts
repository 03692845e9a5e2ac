// Up to where the log is settled on PostgreSQL: one question for all who wait for open transactions together.
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '#storage/database.ts';

/** How soon it is asked again whether transactions have ended. */
const AGAIN_MS = 2;

/** The number of the oldest transaction that is open: the log can still get events of this and of later ones. */
export async function openFrom(database: Database): Promise<number> {
  const { rows } = await sql<{
    horizon: number;
  }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon`.execute(database.read);
  return rows[0]?.horizon ?? 0;
}

interface Waiting {
  readonly transactionId: number;
  readonly go: () => void;
}

/** Tells when all transactions up to one have ended. */
export class Horizon {
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #isAsking = false;
  #isStopped = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Resolves when no transaction up to this one is open any more, or when waiting has no sense. */
  past(transactionId: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((go) => {
      this.#waiting.push({ transactionId, go });
      if (!this.#isAsking) void this.#ask();
    });
  }

  start(): void {
    this.#isStopped = false;
  }

  /** Lets all go who wait, now and until it is started again. */
  stop(): void {
    this.#isStopped = true;
    this.#release(Number.POSITIVE_INFINITY);
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      await setTimeout(AGAIN_MS);
      // Who waits finds out himself what is wrong with the database.
      this.#release(await openFrom(this.#database).catch(() => Number.POSITIVE_INFINITY));
    }
    this.#isAsking = false;
  }

  #release(horizon: number): void {
    const released = this.#waiting.filter(({ transactionId }) => transactionId < horizon);
    this.#waiting = this.#waiting.filter(({ transactionId }) => transactionId >= horizon);
    for (const { go } of released) go();
  }
}
