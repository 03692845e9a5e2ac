// Sends what the outbox holds. Woken when something is put in or becomes due, it never polls.
import { randomUUID } from 'node:crypto';
import type { Clock } from '#kernel/clock.ts';
import type { MessageTag } from '#kernel/message-tags.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Worker } from '#server/product.ts';
import type { Database } from '#storage/database.ts';
import type { Connector } from '../port.ts';
import { firstDue, OUTBOX_SIGNAL } from './outbox.ts';
import { recordResults } from './record-results.ts';
import { type Batch, sendBatch, takeBatch } from './send-batch.ts';

const BATCH_SIZE = 100;
/** Batches on their way at a time. */
const CONCURRENCY = 4;

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
  /** What messages leave with on Messenger when the window of the customer is over. */
  readonly #messengerTag: MessageTag | null;
  readonly #onTheWay = new Set<Promise<void>>();
  readonly #taking: PokedWork;

  constructor(
    database: Database,
    clock: Clock,
    log: Log,
    connectors: readonly Connector[],
    messengerTag: MessageTag | null = null,
  ) {
    this.#messengerTag = messengerTag;
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#connectors = connectors;
    this.#taking = new PokedWork(
      clock,
      () => this.#takeDue(),
      (error) => log.error({ err: error }, 'the outbox could not be read'),
    );
    database.onSignals((signals) => {
      if (signals.has(OUTBOX_SIGNAL)) this.#taking.poke();
    });
  }

  start(): void {
    this.#taking.start();
  }

  async idle(): Promise<void> {
    while (this.#taking.isRunning || this.#onTheWay.size > 0) {
      await Promise.all([this.#taking.idle(), ...this.#onTheWay]);
    }
  }

  /** Waits for the batches on their way; what is left is sent after the next start. */
  async stop(): Promise<void> {
    await this.#taking.stop();
    await this.idle();
  }

  /** Takes batches while there is room for them; resolves with the time the next one is due. */
  async #takeDue(): Promise<number | null> {
    while (this.#onTheWay.size < CONCURRENCY && !this.#taking.isStopped) {
      // Reading first spares a commit each time the loop is woken and finds nothing.
      const first = await firstDue(this.#database.read);
      if (first === null || first > this.#clock.now()) return first;
      const batch = await this.#database.transaction((tx) =>
        takeBatch(tx, randomUUID(), BATCH_SIZE, this.#messengerTag),
      );
      if (batch === null) return firstDue(this.#database.read, this.#clock.now());
      const work = this.#deliver(batch).finally(() => {
        this.#onTheWay.delete(work);
        this.#taking.poke();
      });
      this.#onTheWay.add(work);
    }
    // Each batch on its way pokes when it has arrived.
    return null;
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
}
