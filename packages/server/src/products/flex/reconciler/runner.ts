// The reconciler in a running server: a durable timer says when, a worker does it.
import { PokedWork } from '#kernel/poked-work.ts';
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import type { Transaction } from '#storage/database.ts';
import { cancelTimer, setTimer, type TimerHandler } from '#timers/timers.ts';
import type { RuleName } from './rule.ts';
import { type Place, repair } from './run.ts';

/** Kind of the timer; there is one for all processes of a database. */
const TIMER = 'reconciler';
const SUBJECT = 'accounts';

/** What one stretch of work does for one account before others get their turn. */
const BUDGET = { pages: 20, findings: 200 };

/** Where a run is. */
interface Stretch {
  /** The account before; empty at the beginning. */
  readonly account: string;
  /** Where in that account looking goes on; null when it is done and the next one's turn has come. */
  readonly place: Place | null;
}

const BEGINNING: Stretch = { account: '', place: null };

function readStretch(data: Record<string, unknown>): Stretch {
  const { account, rule, after } = data as Record<string, string | undefined>;
  if (account === undefined) return BEGINNING;
  return {
    account,
    place: rule === undefined ? null : { rule: rule as RuleName, after: after ?? '' },
  };
}

/** Repairs by itself, every so often. A stretch of work is bounded; the timer keeps where the next one begins. */
export class Reconciler implements Worker {
  readonly #context: Context;
  readonly #work: PokedWork;
  #stretch: Stretch | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#work = new PokedWork(
      context.clock,
      () => this.#run(),
      (error) => context.log.error({ err: error }, 'the reconciler failed; it goes on with its next run'),
    );
  }

  /** What the server is given of it. */
  product(): Pick<Product, 'timers' | 'worker'> {
    return { timers: { [TIMER]: this.#due }, worker: this };
  }

  /** Sets the timer where there is none, or one of a longer interval; a restart does not put the next run off. */
  async start(): Promise<void> {
    this.#work.start();
    const { database, clock, config } = this.#context;
    const { interval } = config.reconciler;
    const timer = await database.read
      .selectFrom('timers')
      .select('due_at')
      .where('kind', '=', TIMER)
      .where('subject', '=', SUBJECT)
      .executeTakeFirst();
    if (interval === 0) {
      if (timer !== undefined) await database.transaction((tx) => cancelTimer(tx, TIMER, SUBJECT));
      return;
    }
    const dueAt = clock.now() + interval;
    if (timer !== undefined && timer.due_at <= dueAt) return;
    await database.transaction((tx) => setTimer(tx, { kind: TIMER, subject: SUBJECT, dueAt }));
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  /** Should this process die at its work, another one begins anew after the interval. */
  readonly #due: TimerHandler = async (tx, { data }) => {
    const { interval } = this.#context.config.reconciler;
    if (interval === 0) return;
    await setTimer(tx, { kind: TIMER, subject: SUBJECT, dueAt: tx.now + interval });
    this.#stretch = readStretch(data);
    this.#work.poke();
  };

  async #run(): Promise<null> {
    const stretch = this.#stretch;
    this.#stretch = null;
    if (stretch === null) return null;
    const { database } = this.#context;
    const account = await this.#accountOf(stretch);
    if (account === undefined) return null;
    const next = await this.#repair(account, stretch.place);
    await database.transaction((tx) => this.#goOn(tx, { account, place: next }));
    return null;
  }

  /** The rest of the run is due at once; the end of it is found when no account is left. */
  async #goOn(tx: Transaction, { account, place }: Stretch): Promise<void> {
    const data = { account, ...(place === null ? {} : place) };
    await setTimer(tx, { kind: TIMER, subject: SUBJECT, dueAt: tx.now, data });
  }

  async #accountOf({ account, place }: Stretch): Promise<string | undefined> {
    if (place !== null) return account;
    const next = await this.#context.database.read
      .selectFrom('accounts')
      .select('sid')
      .where('sid', '>', account)
      .orderBy('sid')
      .limit(1)
      .executeTakeFirst();
    return next?.sid;
  }

  async #repair(accountSid: string, from: Place | null): Promise<Place | null> {
    const { database, clock, config, log } = this.#context;
    const { limits } = config.reconciler;
    const order = { accountSid, limits, now: clock.now(), rule: null, from, budget: BUDGET };
    const report = await repair(database, order, (error, { rule, subjectSid }) =>
      log.error({ err: error, rule, subjectSid }, 'a repair failed'),
    );
    for (const { finding, outcome, error } of report.outcomes) {
      const { rule, subjectSid, remedy } = finding;
      const facts = { accountSid, rule, subjectSid, remedy };
      if (outcome === 'repaired') log.info(facts, 'the reconciler has repaired something');
      if (outcome === 'failed')
        log.warn({ ...facts, reason: error }, 'the reconciler cannot repair something');
    }
    return report.next;
  }
}
