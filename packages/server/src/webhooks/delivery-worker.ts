// Delivers the waiting webhooks of one lane while the server runs: woken by commits that hold some and by the
// next due time.
import { PokedWork } from '#kernel/poked-work.ts';
import type { Context } from '#server/context.ts';
import type { Worker } from '#server/product.ts';
import { ANSWER_BODY_LIMIT, ANSWER_LIMIT_MS, BODY_LIMIT, deliver, STOPPING, TIMED_OUT } from './deliver.ts';
import { nextDueAt, releaseQuestions, type TakenDelivery, takeDue } from './delivery-queue.ts';
import { type Lane, NOTICES, QUESTIONS } from './lanes.ts';
import type { Outcome } from './outcome.ts';
import type { AnswerHandlers } from './question.ts';
import { noticeError, recordOutcome } from './record-outcome.ts';
import { settleQuestion } from './settle-question.ts';
import { signedRequest } from './signed-request.ts';
import type { Resolver } from './ssrf-guard.ts';

/** What is under way has this long to end when the server stops. */
const STOP_GRACE_MS = 5_000;

interface UnderWay {
  readonly host: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** What a worker may be given beside its context. */
export interface DeliveryOptions {
  /** Notices, when it is not said. */
  readonly lane?: Lane;
  readonly handlers?: AnswerHandlers;
  /** Takes the place of the system's resolver of host names. */
  readonly resolve?: Resolver;
}

/** The worker of one server process for one lane; several processes may share a database. */
export class DeliveryWorker implements Worker {
  readonly #context: Context;
  readonly #lane: Lane;
  readonly #handlers: AnswerHandlers;
  readonly #resolve: Resolver | undefined;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #taking: PokedWork;

  constructor(context: Context, options: DeliveryOptions = {}) {
    const { lane = NOTICES, handlers = {}, resolve } = options;
    this.#context = context;
    this.#lane = lane;
    this.#handlers = handlers;
    this.#resolve = resolve;
    this.#taking = new PokedWork(
      context.clock,
      () => this.#takeAll(),
      (error) => context.log.error({ err: error }, 'waiting webhooks could not be read'),
    );
    context.database.onSignals((signals) => {
      if (signals.has(lane.signal)) this.#taking.poke();
    });
  }

  /**
   * Starts taking. On a database that is its own the process knows that its predecessor is dead, and does not leave
   * the questions of that one waiting for the end of their lease.
   */
  async start(): Promise<void> {
    const { database } = this.#context;
    if (this.#lane === QUESTIONS && !database.isShared) await database.transaction(releaseQuestions);
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
    return nextDueAt(database.read, now, this.#lane);
  }

  /** Takes what is due and starts it; false when there is nothing to take or no room for it. */
  async #takeSome(now: number): Promise<boolean> {
    const { processLimit, hostLimit: perHost } = this.#lane;
    const free = processLimit - this.#underWay.size;
    if (free <= 0) return false;
    const capacity = { free, perHost, underWay: this.#underWay };
    const taken = await takeDue(this.#context.database, now, capacity, this.#lane);
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
    const { log } = this.#context;
    try {
      await this.#record(delivery, await this.#attempt(delivery, authToken, abort));
    } catch (error) {
      log.error({ err: error, delivery: delivery.sid }, 'the outcome of a webhook could not be recorded');
    }
  }

  async #record(delivery: TakenDelivery, outcome: Outcome): Promise<void> {
    const { database, log } = this.#context;
    const handler = delivery.asker === null ? undefined : this.#handlers[delivery.asker];
    if (handler !== undefined) return settleQuestion(database, log, handler, delivery, outcome);
    await database.transaction((tx) => recordOutcome(tx, delivery, outcome, noticeError(outcome)));
  }

  async #attempt(
    delivery: TakenDelivery,
    authToken: string | undefined,
    abort: AbortController,
  ): Promise<Outcome> {
    if (authToken === undefined) return { kind: 'refused', error: 'The account does not exist' };
    if (delivery.host === '') return { kind: 'refused', error: delivery.error ?? 'The URL cannot be called' };
    const { clock, config } = this.#context;
    const limit = delivery.answer_limit ?? ANSWER_LIMIT_MS;
    const cancel = clock.wakeAt(clock.now() + limit, () => abort.abort(TIMED_OUT));
    try {
      return await deliver(signedRequest(delivery, authToken), {
        networks: config.webhookNetworks,
        signal: abort.signal,
        limit,
        bodyLimit: delivery.asker === null ? BODY_LIMIT : ANSWER_BODY_LIMIT,
        ...(this.#resolve === undefined ? {} : { resolve: this.#resolve }),
      });
    } finally {
      cancel();
    }
  }
}
