// Delivers waiting webhooks while the server runs: woken by commits that hold some and by the next due time.
import { PokedWork } from '#kernel/poked-work.ts';
import type { Context } from '#server/context.ts';
import type { Worker } from '#server/product.ts';
import { ANSWER_LIMIT_MS, deliver, STOPPING, TIMED_OUT } from './deliver.ts';
import { nextDueAt, recordOutcome, type TakenDelivery, takeDue } from './delivery-queue.ts';
import { WEBHOOK_SIGNAL } from './enqueue.ts';
import type { Outcome } from './outcome.ts';
import { signedRequest } from './signed-request.ts';
import type { Resolver } from './ssrf-guard.ts';

/** Requests under way in one process. */
const PROCESS_LIMIT = 32;
/** Requests under way to one host, so that a slow receiver does not hold up the others. */
const HOST_LIMIT = 6;
/** What is under way has this long to end when the server stops. */
const STOP_GRACE_MS = 5_000;

interface UnderWay {
  readonly host: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** The worker of one server process; several may share a database. */
export class DeliveryWorker implements Worker {
  readonly #context: Context;
  readonly #resolve: Resolver | undefined;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #taking: PokedWork;

  /** `resolve` takes the place of the system's resolver of host names. */
  constructor(context: Context, resolve?: Resolver) {
    this.#context = context;
    this.#resolve = resolve;
    this.#taking = new PokedWork(
      context.clock,
      () => this.#takeAll(),
      (error) => context.log.error({ err: error }, 'waiting webhooks could not be read'),
    );
    context.database.onSignals((signals) => {
      if (signals.has(WEBHOOK_SIGNAL)) this.#taking.poke();
    });
  }

  start(): void {
    this.#taking.start();
  }

  async idle(): Promise<void> {
    while (this.#taking.isRunning || this.#underWay.size > 0) {
      await this.#taking.idle();
      await Promise.all([...this.#underWay.values()].map(({ done }) => done));
    }
  }

  async stop(): Promise<void> {
    const { clock } = this.#context;
    const stopped = this.#taking.stop();
    const cancel = clock.wakeAt(clock.now() + STOP_GRACE_MS, () => {
      for (const { abort } of this.#underWay.values()) abort.abort(STOPPING);
    });
    await stopped;
    await this.idle();
    cancel();
  }

  async #takeAll(): Promise<number | null> {
    const { clock, database } = this.#context;
    let now = clock.now();
    while (!this.#taking.isStopped && (await this.#takeSome(now))) now = clock.now();
    // From the time of the last look: what has become due since then must wake us at once.
    return nextDueAt(database.read, now);
  }

  /** Takes what is due and starts it; false when there is nothing to take or no room for it. */
  async #takeSome(now: number): Promise<boolean> {
    const free = PROCESS_LIMIT - this.#underWay.size;
    if (free <= 0) return false;
    const capacity = { free, perHost: HOST_LIMIT, underWay: this.#underWay };
    const taken = await takeDue(this.#context.database, now, capacity);
    if (taken.length === 0) return false;
    const tokens = await this.#tokensOf(taken);
    for (const delivery of taken) this.#begin(delivery, tokens.get(delivery.account_sid));
    return true;
  }

  async #tokensOf(taken: readonly TakenDelivery[]): Promise<Map<string, string>> {
    const accounts = [...new Set(taken.map((delivery) => delivery.account_sid))];
    const rows = await this.#context.database.read
      .selectFrom('accounts')
      .select(['sid', 'auth_token'])
      .where('sid', 'in', accounts)
      .execute();
    return new Map(rows.map((row) => [row.sid, row.auth_token]));
  }

  #begin(delivery: TakenDelivery, authToken: string | undefined): void {
    const abort = new AbortController();
    const done = this.#complete(delivery, authToken, abort).finally(() => {
      this.#underWay.delete(delivery.sid);
      this.#taking.poke();
    });
    this.#underWay.set(delivery.sid, { host: delivery.host, abort, done });
  }

  async #complete(
    delivery: TakenDelivery,
    authToken: string | undefined,
    abort: AbortController,
  ): Promise<void> {
    const { database, log } = this.#context;
    try {
      const outcome = await this.#attempt(delivery, authToken, abort);
      await database.transaction((tx) => recordOutcome(tx, delivery, outcome));
    } catch (error) {
      log.error({ err: error, delivery: delivery.sid }, 'the outcome of a webhook could not be recorded');
    }
  }

  async #attempt(
    delivery: TakenDelivery,
    authToken: string | undefined,
    abort: AbortController,
  ): Promise<Outcome> {
    if (authToken === undefined) return { kind: 'refused', error: 'The account does not exist' };
    const { clock, config } = this.#context;
    const cancel = clock.wakeAt(clock.now() + ANSWER_LIMIT_MS, () => abort.abort(TIMED_OUT));
    try {
      return await deliver(signedRequest(delivery, authToken), {
        networks: config.webhookNetworks,
        signal: abort.signal,
        ...(this.#resolve === undefined ? {} : { resolve: this.#resolve }),
      });
    } finally {
      cancel();
    }
  }
}
