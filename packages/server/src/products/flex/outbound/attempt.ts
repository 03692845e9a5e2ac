// A part of a transaction that can be taken back alone, so that it can be tried again with fresh facts.
import { sql } from 'kysely';
import { appendEvent, takeEvents } from '#events/event-log.ts';
import type { NewEvent } from '#events/event-types.ts';
import { type Transaction, TransactionScope } from '#storage/database.ts';

/** Errors after which the database wants the whole transaction again. */
const RETRIED_WHOLE: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** Whether the database asks for the whole transaction again; then no part of it can be saved. */
export function wantsWholeRetry(error: unknown): boolean {
  return RETRIED_WHOLE.has((error as { code?: unknown } | null)?.code);
}

/**
 * Runs `work` within the transaction. When it throws, everything it wrote and recorded is taken back, whatever else
 * the transaction has done stays, and the error is thrown on.
 */
export async function attempt<T>(tx: Transaction, work: (part: Transaction) => Promise<T>): Promise<T> {
  const part = new PartScope(tx);
  await sql`SAVEPOINT outbound_attempt`.execute(tx.db);
  try {
    const result = await work(part);
    await part.finish();
    await sql`RELEASE SAVEPOINT outbound_attempt`.execute(tx.db);
    part.handOver();
    return result;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT outbound_attempt`.execute(tx.db);
    await sql`RELEASE SAVEPOINT outbound_attempt`.execute(tx.db);
    throw error;
  }
}

/** Gathers hooks, signals and events of a part until it is known whether it counts. */
class PartScope extends TransactionScope {
  readonly #whole: Transaction;
  readonly #events: NewEvent[] = [];
  readonly #hooks: (() => Promise<void>)[] = [];

  constructor(whole: Transaction) {
    super(whole.db, whole.dialect, whole.now);
    this.#whole = whole;
  }

  override beforeCommit(hook: () => Promise<void>): void {
    this.#hooks.push(hook);
  }

  /**
   * Hooks may record events and add hooks. Events are held back: the whole numbers them in one row. What is written
   * last is written now: it is part of what can be taken back.
   */
  async finish(): Promise<void> {
    for (const hook of this.#hooks) {
      this.#events.push(...takeEvents(this));
      await hook();
    }
    this.#events.push(...takeEvents(this));
    for (const query of this.lastWrites) await this.db.executeQuery(query);
  }

  handOver(): void {
    for (const signal of this.signals) this.#whole.signal(signal);
    for (const event of this.#events) appendEvent(this.#whole, event);
  }
}
