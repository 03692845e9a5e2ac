// The database as the rest of the server sees it: reads, and transactions that either commit whole or not at all.
import type { CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Anything that can run a query: the read side, or a transaction. */
export type Reader = Kysely<Tables>;

/** One unit of work. What it writes is durable when `transaction` resolves, and gone when it rejects. */
export interface Transaction {
  readonly db: Reader;
  readonly dialect: DialectName;
  /** Milliseconds since the epoch, on the injected clock, when the transaction began. */
  readonly now: number;
  /** Runs last inside the transaction; several hooks run in the order they were added. */
  beforeCommit(hook: () => Promise<void>): void;
  /**
   * Writes after the hooks, in the order of the calls, where that saves waiting: together with the commit. Nothing in
   * the transaction can read it or learn what came of it; when it fails, the transaction does.
   */
  writeLast(query: CompiledQuery): void;
  /**
   * Names something this transaction makes available (events of a type, a timer, an outgoing message). Those
   * who wait for it are woken once the commit is durable, and never when the transaction fails.
   */
  signal(name: string): void;
}

/** Which of the two dialects is underneath. Only `storage/` may behave differently by it. */
export type DialectName = 'sqlite' | 'postgres';

/** A handle on the data of one server process. */
export interface Database {
  readonly dialect: DialectName;
  /** Whether other processes may be working on the same data: never with the embedded database. */
  readonly isShared: boolean;
  /** Committed data, read without a transaction. */
  readonly read: Reader;
  /**
   * Runs `work` in a transaction and resolves with its result once the commit is durable. `work` must not wait
   * for anything but the database: other commands may share its commit. It can be run again when the database
   * asks for a retry, so it must keep its effects inside the transaction and its hooks.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Tells every process on this data, this one among them, of something that is true for a moment only. Nothing is
   * stored, and nobody can rely on it: what cannot be told is lost.
   */
  whisper(topic: string, fact: unknown): void;
  /** Calls `listener` with every fact that is whispered on a topic. */
  onWhisper(topic: string, listener: (fact: unknown) => void): void;
  /** Calls `listener` after every commit with the signals of its transaction. */
  onSignals(listener: (signals: ReadonlySet<string>) => void): void;
  /** Name of the unique index an error speaks of, or null when it is another kind of error. */
  violatedIndex(error: unknown): Promise<string | null>;
  /** Statements run so far, for tests and benchmarks that count them. */
  statementCount(): number;
  close(): Promise<void>;
}

/** What one transaction gathers while it runs: hooks for its end and signals for those who wait. */
export class TransactionScope implements Transaction {
  readonly db: Reader;
  readonly dialect: DialectName;
  readonly now: number;
  readonly signals = new Set<string>();
  readonly #hooks: (() => Promise<void>)[] = [];
  readonly #lastWrites: CompiledQuery[] = [];

  constructor(db: Reader, dialect: DialectName, now: number) {
    this.db = db;
    this.dialect = dialect;
    this.now = now;
  }

  beforeCommit(hook: () => Promise<void>): void {
    this.#hooks.push(hook);
  }

  writeLast(query: CompiledQuery): void {
    this.#lastWrites.push(query);
  }

  signal(name: string): void {
    this.signals.add(name);
  }

  /** What is to be written after the hooks have run. */
  get lastWrites(): readonly CompiledQuery[] {
    return this.#lastWrites;
  }

  /** Hooks may add hooks; the loop sees them. */
  async runHooks(): Promise<void> {
    for (const hook of this.#hooks) await hook();
  }
}

/** What stands for every signal: something may have been missed. */
class EverySignal extends Set<string> {
  override has(): boolean {
    return true;
  }

  override get size(): number {
    return Number.POSITIVE_INFINITY;
  }
}

/** A signal set that contains whatever is asked for. */
export const EVERY_SIGNAL: ReadonlySet<string> = new EverySignal();

/** Those who wait for signals of this database. */
export class SignalListeners {
  readonly #listeners: ((signals: ReadonlySet<string>) => void)[] = [];

  add(listener: (signals: ReadonlySet<string>) => void): void {
    this.#listeners.push(listener);
  }

  notify(signals: ReadonlySet<string>): void {
    if (signals.size === 0) return;
    for (const listener of this.#listeners) listener(signals);
  }
}
