// Removes the files nothing refers to any more.
import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Worker } from '#server/product.ts';
import type { Database } from '#storage/database.ts';
import type { MediaRemovalRow } from '#storage/schema/media.ts';
import { REMOVAL_SIGNAL } from './remove-media.ts';
import type { MediaStores } from './store/stores.ts';

const BATCH = 50;
/** When a file is tried again that its store would not remove. */
const RETRY_DELAY_MS = 60_000;

interface Log {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

/** The removal of one server process. Two that remove the same file do no harm. */
export class MediaRemoval implements Worker {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stores: MediaStores;
  readonly #work: PokedWork;

  constructor(database: Database, clock: Clock, log: Log, stores: MediaStores) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#stores = stores;
    this.#work = new PokedWork(
      clock,
      () => this.#removeAll(),
      (error) => log.error({ err: error }, 'the media to remove could not be read'),
    );
    database.onSignals((signals) => {
      if (signals.has(REMOVAL_SIGNAL)) this.#work.poke();
    });
  }

  start(): void {
    this.#work.start();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  async #removeAll(): Promise<number | null> {
    while (!this.#work.isStopped) {
      const due = await this.#database.read
        .selectFrom('media_removals')
        .selectAll()
        .orderBy('due_at')
        .limit(BATCH)
        .execute();
      const now = this.#clock.now();
      const ready = due.filter(({ due_at }) => due_at <= now);
      if (ready.length === 0) return due[0]?.due_at ?? null;
      const outcomes = await Promise.all(ready.map((row) => this.#remove(row)));
      await this.#record(ready, outcomes);
    }
    return null;
  }

  async #remove({ media_sid: sid, store }: MediaRemovalRow): Promise<boolean> {
    try {
      await this.#stores.named(store).remove(sid);
      return true;
    } catch (error) {
      this.#log.warn({ err: error, media: sid }, 'a file could not be removed; it is tried again');
      return false;
    }
  }

  async #record(rows: readonly MediaRemovalRow[], outcomes: readonly boolean[]): Promise<void> {
    const sidsOf = (outcome: boolean) =>
      rows.filter((_row, position) => outcomes[position] === outcome).map((row) => row.media_sid);
    const [gone, left] = [sidsOf(true), sidsOf(false)];
    await this.#database.transaction(async (tx) => {
      if (gone.length > 0) await tx.db.deleteFrom('media_removals').where('media_sid', 'in', gone).execute();
      if (left.length === 0) return;
      await tx.db
        .updateTable('media_removals')
        .set({ due_at: tx.now + RETRY_DELAY_MS })
        .where('media_sid', 'in', left)
        .execute();
    });
  }
}
