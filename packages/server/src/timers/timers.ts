// Durable timers: rows that fire once, when the clock reaches them, in the transaction of their handler.
import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import { type Database, EVERY_SIGNAL, type Transaction } from '#storage/database.ts';

/** What timers that were set signal: this and the time the first of them is due. */
const SIGNAL = 'timer@';
const BATCH = 100;
/** The kind, in words that keep SQLite on the index of times: by kind it would read every timer there is. */
const byTime = sql<string>`coalesce(kind, '')`;
/** A timer whose handler failed is tried again after this long. */
const RETRY_DELAY_MS = 30_000;

/** A timer: at most one for a kind and subject. */
export interface Timer {
  readonly kind: string;
  /** SID of the object the timer is about. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** Facts for the handler. */
  readonly data?: Record<string, unknown>;
}

/** Handles a timer that is due; what it writes commits together with the timer's removal. */
export type TimerHandler = (
  tx: Transaction,
  timer: { subject: string; dueAt: number; data: Record<string, unknown> },
) => Promise<void>;

/** Sets a timer in the caller's transaction; one of the same kind and subject is replaced. */
export async function setTimer(tx: Transaction, timer: Timer): Promise<void> {
  await setTimers(tx, [timer]);
}

/** Sets several timers of different subjects in one statement. */
export async function setTimers(tx: Transaction, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return;
  tx.signal(`${SIGNAL}${Math.min(...timers.map(({ dueAt }) => dueAt))}`);
  await tx.db
    .insertInto('timers')
    .values(
      timers.map(({ kind, subject, dueAt, data }) => ({
        kind,
        subject,
        due_at: dueAt,
        data: JSON.stringify(data ?? {}),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['kind', 'subject']).doUpdateSet((eb) => ({
        due_at: eb.ref('excluded.due_at'),
        data: eb.ref('excluded.data'),
      })),
    )
    .execute();
}

/** Takes a timer back; no error when there is none. */
export async function cancelTimer(tx: Transaction, kind: string, subject: string): Promise<void> {
  await cancelTimers(tx, kind, [subject]);
}

/** Takes the timers of one kind back for several subjects; no error when there are none. */
export async function cancelTimers(
  tx: Transaction,
  kind: string,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx.db.deleteFrom('timers').where('kind', '=', kind).where('subject', 'in', subjects).execute();
}

/** Fires the timers of one server process. */
export class Timers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: { error(facts: Record<string, unknown>, message: string): void };
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #firing: PokedWork;
  /** When this process looks at the timers again by itself, as far as it knows. */
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(
    database: Database,
    clock: Clock,
    log: { error(facts: Record<string, unknown>, message: string): void },
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#firing = new PokedWork(
      clock,
      () => this.#fireAll(),
      (error) => log.error({ err: error }, 'timers could not be read'),
    );
    database.onSignals((signals) => {
      if (this.#isNews(signals)) this.#firing.poke();
    });
  }

  handle(kind: string, handler: TimerHandler): void {
    this.#handlers.set(kind, handler);
  }

  start(): void {
    this.#firing.start();
  }

  /** Resolves when every timer that is due has been handled. */
  idle(): Promise<void> {
    return this.#firing.idle();
  }

  stop(): Promise<void> {
    return this.#firing.stop();
  }

  /** Whether a timer was set that is due before this process looks again, or somebody may have set one unheard. */
  #isNews(signals: ReadonlySet<string>): boolean {
    if (signals === EVERY_SIGNAL) return true;
    for (const signal of signals) {
      if (signal.startsWith(SIGNAL) && Number(signal.slice(SIGNAL.length)) < this.#nextLook) return true;
    }
    return false;
  }

  async #fireAll(): Promise<number | null> {
    // What is set while the timers are read may be missed by the reading, so every signal counts meanwhile.
    this.#nextLook = Number.POSITIVE_INFINITY;
    while ((await this.#fireDue()) === BATCH) {}
    const next = await this.#nextDue();
    this.#nextLook = next ?? Number.POSITIVE_INFINITY;
    return next;
  }

  async #fireDue(): Promise<number> {
    const due = await this.#database.read
      .selectFrom('timers')
      .select(['kind', 'subject'])
      .where('due_at', '<=', this.#clock.now())
      .where(byTime, 'in', [...this.#handlers.keys(), ''])
      .orderBy('due_at')
      .limit(BATCH)
      .execute();
    for (const timer of due) await this.#fire(timer.kind, timer.subject);
    return due.length;
  }

  async #fire(kind: string, subject: string): Promise<void> {
    const handler = this.#handlers.get(kind)!;
    try {
      await this.#database.transaction(async (tx) => {
        const row = await tx.db
          .deleteFrom('timers')
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .where('due_at', '<=', this.#clock.now())
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return;
        await handler(tx, { subject, dueAt: row.due_at, data: JSON.parse(row.data) });
      });
    } catch (error) {
      this.#log.error({ err: error, kind, subject }, 'timer handler failed; it is tried again');
      await this.#database.transaction(async (tx) => {
        await tx.db
          .updateTable('timers')
          .set({ due_at: this.#clock.now() + RETRY_DELAY_MS })
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .execute();
      });
    }
  }

  async #nextDue(): Promise<number | null> {
    const next = await this.#database.read
      .selectFrom('timers')
      .select('due_at')
      .where(byTime, 'in', [...this.#handlers.keys(), ''])
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    return next?.due_at ?? null;
  }
}
