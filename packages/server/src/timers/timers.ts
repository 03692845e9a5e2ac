// Durable timers: rows that fire once, when the clock reaches them, in the transaction of their handler.
import type { CancelWake, Clock } from '#kernel/clock.ts';
import type { Database, Transaction } from '#storage/database.ts';

const SIGNAL = 'timer';
const BATCH = 100;
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
  tx.signal(SIGNAL);
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
  #cancelWake: CancelWake | null = null;
  #running: Promise<void> | null = null;
  #isPoked = false;
  #isStopped = true;

  constructor(
    database: Database,
    clock: Clock,
    log: { error(facts: Record<string, unknown>, message: string): void },
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    database.onSignals((signals) => {
      if (signals.has(SIGNAL)) this.#poke();
    });
  }

  handle(kind: string, handler: TimerHandler): void {
    this.#handlers.set(kind, handler);
  }

  start(): void {
    this.#isStopped = false;
    this.#poke();
  }

  /** Resolves when every timer that is due has been handled. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

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
        while ((await this.#fireDue()) === BATCH) {}
        await this.#sleepUntilNext();
      } catch (error) {
        this.#log.error({ err: error }, 'timers could not be read');
        this.#cancelWake = this.#clock.wakeAt(this.#clock.now() + 1_000, () => this.#poke());
      }
    }
  }

  async #fireDue(): Promise<number> {
    const due = await this.#database.read
      .selectFrom('timers')
      .select(['kind', 'subject'])
      .where('due_at', '<=', this.#clock.now())
      .where('kind', 'in', [...this.#handlers.keys(), ''])
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

  async #sleepUntilNext(): Promise<void> {
    const next = await this.#database.read
      .selectFrom('timers')
      .select('due_at')
      .where('kind', 'in', [...this.#handlers.keys(), ''])
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    this.#cancelWake?.();
    this.#cancelWake = next === undefined ? null : this.#clock.wakeAt(next.due_at, () => this.#poke());
  }
}
