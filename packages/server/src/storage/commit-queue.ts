// Group commit for SQLite: commands that arrive together share one transaction and one fsync.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#kernel/clock.ts';
import { type Reader, type SignalListeners, type Transaction, TransactionScope } from './database.ts';
import type { SqliteConnection } from './sqlite-driver.ts';

/** Commands in one commit at most, so that a burst does not keep the first of them waiting for the last. */
const BATCH_LIMIT = 256;

interface Command {
  run(): Promise<void>;
  settle(commitError: unknown): void;
}

/**
 * Runs commands one after the other on the writing connection. Each runs in a savepoint of its own, so a
 * command that fails takes back only what it did; all are answered after the commit they share.
 */
export class CommitQueue {
  readonly #connection: SqliteConnection;
  readonly #db: Reader;
  readonly #listeners: SignalListeners;
  readonly #clock: Clock;
  #waiting: Command[] = [];
  #draining: Promise<void> | null = null;

  constructor(connection: SqliteConnection, db: Reader, listeners: SignalListeners, clock: Clock) {
    this.#clock = clock;
    this.#connection = connection;
    this.#db = db;
    this.#listeners = listeners;
  }

  submit<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(this.#command(work, resolve, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when every command taken so far has been answered. */
  async idle(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  #command<T>(
    work: (tx: Transaction) => Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): Command {
    let signals: ReadonlySet<string> = new Set();
    let outcome: { value: T } | { error: unknown } | null = null;
    return {
      run: async () => {
        this.#connection.exec('SAVEPOINT command');
        try {
          const scope = new TransactionScope(this.#db, 'sqlite', this.#clock.now());
          const value = await work(scope);
          await scope.runHooks();
          for (const query of scope.lastWrites) await this.#db.executeQuery(query);
          signals = scope.signals;
          this.#connection.exec('RELEASE command');
          outcome = { value };
        } catch (error) {
          this.#connection.exec('ROLLBACK TO command');
          this.#connection.exec('RELEASE command');
          outcome = { error };
        }
      },
      settle: (commitError) => {
        if (outcome !== null && 'error' in outcome) reject(outcome.error);
        else if (outcome === null || commitError !== null) reject(commitError);
        else {
          this.#listeners.notify(signals);
          resolve(outcome.value);
        }
      },
    };
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that are already in the socket buffers get into the same commit.
      await nextTurn();
      const batch = this.#waiting.splice(0, BATCH_LIMIT);
      const commitError = await this.#commit(batch);
      for (const command of batch) command.settle(commitError);
    }
    this.#draining = null;
  }

  async #commit(batch: readonly Command[]): Promise<unknown> {
    try {
      this.#connection.exec('BEGIN IMMEDIATE');
    } catch (error) {
      return error;
    }
    for (const command of batch) await command.run();
    try {
      this.#connection.exec('COMMIT');
      return null;
    } catch (error) {
      this.#connection.exec('ROLLBACK');
      return error;
    }
  }
}
