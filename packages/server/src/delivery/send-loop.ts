// Sends what the outbox holds. Woken when something is put in or becomes due, it never polls.
import { randomUUID } from 'node:crypto';
import type { CancelWake, Clock } from '#kernel/clock.ts';
import type { Worker } from '#server/product.ts';
import type { Database } from '#storage/database.ts';
import { firstDue, OUTBOX_SIGNAL, releaseLeases } from './outbox.ts';
import type { Connector } from './port.ts';
import { recordResults } from './record-results.ts';
import { type Batch, sendBatch, takeBatch } from './send-batch.ts';

const BATCH_SIZE = 100;
/** Batches on their way at a time. */
const CONCURRENCY = 4;
/** How soon the loop looks again after the database failed it. */
const DATABASE_RETRY_MS = 1_000;

interface Log {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

/**
 * The send loop of one server process. Every message leaves at least once: it stays in the outbox until the
 * transaction that records what became of it, and who took it and fell silent loses it when the lease ends.
 */
export class SendLoop implements Worker {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #connectors: readonly Connector[];
  readonly #onTheWay = new Set<Promise<void>>();
  #running: Promise<void> | null = null;
  #cancelWake: CancelWake | null = null;
  #isPoked = false;
  #isStopped = true;

  constructor(database: Database, clock: Clock, log: Log, connectors: readonly Connector[]) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#connectors = connectors;
    database.onSignals((signals) => {
      if (signals.has(OUTBOX_SIGNAL)) this.#poke();
    });
  }

  async start(): Promise<void> {
    if (!this.#database.isShared) await this.#database.transaction(releaseLeases);
    this.#isStopped = false;
    this.#poke();
  }

  async idle(): Promise<void> {
    while (this.#running !== null || this.#onTheWay.size > 0) {
      await Promise.all([this.#running, ...this.#onTheWay]);
    }
  }

  /** Waits for the batches on their way; what is left is sent after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelWake?.();
    await this.idle();
  }

  #poke(): void {
    this.#isPoked = true;
    if (this.#isStopped || this.#running !== null) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#isPoked) this.#poke();
    });
  }

  async #run(): Promise<void> {
    while (this.#isPoked && !this.#isStopped) {
      this.#isPoked = false;
      try {
        await this.#sendDue();
      } catch (error) {
        this.#log.error({ err: error }, 'the outbox could not be read');
        this.#wakeAt(this.#clock.now() + DATABASE_RETRY_MS);
      }
    }
  }

  async #sendDue(): Promise<void> {
    while (this.#onTheWay.size < CONCURRENCY && !this.#isStopped) {
      // Reading first spares a commit each time the loop is woken and finds nothing.
      const first = await firstDue(this.#database.read);
      if (first === null) return;
      if (first > this.#clock.now()) return this.#wakeAt(first);
      const batch = await this.#database.transaction((tx) => takeBatch(tx, randomUUID(), BATCH_SIZE));
      if (batch === null) {
        const next = await firstDue(this.#database.read, this.#clock.now());
        if (next !== null) this.#wakeAt(next);
        return;
      }
      const work = this.#deliver(batch).finally(() => {
        this.#onTheWay.delete(work);
        this.#poke();
      });
      this.#onTheWay.add(work);
    }
  }

  async #deliver(batch: Batch): Promise<void> {
    try {
      const outcomes = await sendBatch(batch, this.#connectors, this.#clock, (connector, error) =>
        this.#log.warn(
          { err: error, connector: connector.name },
          'a connector failed; its batch is sent again',
        ),
      );
      await this.#database.transaction((tx) => recordResults(tx, batch.lease, outcomes));
    } catch (error) {
      this.#log.error({ err: error }, 'what became of a batch could not be recorded; it is sent again');
    }
  }

  #wakeAt(at: number): void {
    this.#cancelWake?.();
    this.#cancelWake = this.#clock.wakeAt(at, () => this.#poke());
  }
}
