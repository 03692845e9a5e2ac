// Brings events to subscribed clients: what they have missed when they subscribe, and from then on what is committed,
// in whichever process, each event of an object once and in order.
import type { Follower } from '#events/follower.ts';
import type { PlacedEvent } from '#events/read-log.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { TwilsockSession } from '../../twilsock/session.ts';
import type { SessionObserver } from '../../twilsock/sessions.ts';
import type { SyncKind } from '../objects.ts';
import type { ObjectPush, Replay, ReplayRefusal, ReplayRequest, SyncProvider } from '../provider.ts';
import { NOT_FOUND } from '../refusals.ts';
import { isStillGranted } from '../viewer.ts';
import { EventRun } from './event-run.ts';
import { Subscription } from './subscription.ts';
import { Subscriptions } from './subscriptions.ts';
import { notifySubscriptions, type Subscriber } from './wire.ts';

/** Objects one client can be subscribed to. */
const MOST_SUBSCRIPTIONS = 10_000;

type Answer = Replay | ReplayRefusal;

interface Outcome {
  readonly established: Record<string, unknown>[];
  readonly failed: Record<string, unknown>[];
}

/** The subscriptions of the clients of one process, and what feeds them. */
export class SyncHub {
  readonly #providers: readonly SyncProvider[];
  readonly #subscriptions = new Subscriptions();

  constructor(providers: readonly SyncProvider[]) {
    this.#providers = providers;
  }

  /**
   * Subscribes a client to objects: sends what it has missed of each and then that it is subscribed. Objects it may
   * not hear of are told to it as failed. 400/20001 beyond ten thousand subscriptions of a client.
   */
  async establish(
    subscriber: Subscriber,
    wishes: readonly ReplayRequest[],
    correlationId: number,
  ): Promise<void> {
    if (this.#subscriptions.countOf(subscriber.session) + wishes.length > MOST_SUBSCRIPTIONS) {
      throw apiError(20001, `A client can be subscribed to ${MOST_SUBSCRIPTIONS} objects`);
    }
    const requests = await this.#withPlaces(subscriber, wishes);
    if (!subscriber.session.isOpen) return;
    const subscriptions = requests.map(
      ({ sid, kind, after }) => new Subscription(sid, kind, subscriber, after ?? 0),
    );
    for (const subscription of subscriptions) this.#subscriptions.add(subscription);
    try {
      const answers = await this.#replays(subscriber, requests);
      const outcome: Outcome = { established: [], failed: [] };
      for (const subscription of subscriptions) {
        this.#settle(subscription, answers.get(subscription.sid), outcome);
      }
      notifySubscriptions(subscriber, 'subscription_established', correlationId, outcome.established);
      notifySubscriptions(subscriber, 'subscription_failed', correlationId, outcome.failed);
    } catch (error) {
      for (const subscription of subscriptions) this.#subscriptions.remove(subscription);
      throw error;
    }
  }

  /** Ends subscriptions of a client; those it does not have are none afterwards either. */
  cancel(
    { session, protocol }: Pick<Subscriber, 'session' | 'protocol'>,
    objects: readonly { sid: string; kind: SyncKind }[],
    correlationId: number,
  ): void {
    for (const { sid } of objects) this.#subscriptions.cancel(session, sid);
    notifySubscriptions(
      { session, protocol },
      'subscription_canceled',
      correlationId,
      objects.map(({ sid, kind }) => ({ object_sid: sid, object_type: kind })),
    );
  }

  /** Keeps subscriptions to what clients may see while they are connected. */
  observer(): SessionObserver {
    const drop = (session: TwilsockSession, keeps: (subscription: Subscription) => boolean) => {
      for (const subscription of this.#subscriptions.ofSession(session)) {
        if (!keeps(subscription)) this.#subscriptions.remove(subscription);
      }
    };
    return {
      closed: (session) => drop(session, () => false),
      tokenUpdated: (session, before) =>
        drop(session, ({ subscriber }) => isStillGranted(subscriber.viewer, before, session.token)),
    };
  }

  /** Hears of committed events and pushes what they mean. */
  follower(): Follower {
    return {
      name: 'sync',
      inLogOrder: true,
      handles: [...new Set(this.#providers.flatMap(({ handles }) => handles))],
      receive: async (events) => {
        for (const provider of this.#providers) await this.#follow(provider, events);
      },
    };
  }

  async #follow(provider: SyncProvider, events: readonly PlacedEvent[]): Promise<void> {
    const heard = events.filter(({ type }) => provider.handles.includes(type));
    if (heard.length === 0) return;
    for (const push of await provider.changes(heard, this.#subscriptions)) this.#push(push);
  }

  #push({ sid, events, endsFor = [] }: ObjectPush): void {
    const isRemoved = events.some(({ change }) => change === 'removed');
    const run = new EventRun(sid, events);
    for (const subscription of this.#subscriptions.ofObject(sid)) {
      subscription.push(run);
      if (isRemoved || endsFor.includes(subscription.subscriber.viewer.identity)) {
        this.#subscriptions.remove(subscription);
      }
    }
  }

  /** Clients that want to know only what comes begin where the object is now. */
  async #withPlaces(
    subscriber: Subscriber,
    wishes: readonly ReplayRequest[],
  ): Promise<readonly ReplayRequest[]> {
    const unplaced = wishes.filter(({ after }) => after === null);
    if (unplaced.length === 0) return wishes;
    const answers = await this.#replays(subscriber, unplaced);
    return wishes.map((wish) => {
      const answer = wish.after === null ? answers.get(wish.sid) : undefined;
      return answer !== undefined && 'upTo' in answer ? { ...wish, after: answer.upTo } : wish;
    });
  }

  async #replays(
    { viewer }: Subscriber,
    requests: readonly ReplayRequest[],
  ): Promise<ReadonlyMap<string, Answer>> {
    const answers = new Map<string, Answer>();
    for (const provider of this.#providers) {
      const open = requests.filter(({ sid }) => !answers.has(sid));
      if (open.length === 0) break;
      for (const answer of await provider.replay(viewer, open)) answers.set(answer.sid, answer);
    }
    return answers;
  }

  /** Sends a replay, unless the subscription has ended or been made anew meanwhile. */
  #settle(subscription: Subscription, answer: Answer | undefined, outcome: Outcome): void {
    if (!this.#subscriptions.isCurrent(subscription)) return;
    const { sid, kind } = subscription;
    if (answer === undefined || 'refusal' in answer) {
      this.#subscriptions.remove(subscription);
      outcome.failed.push({ object_sid: sid, object_type: kind, error: told(answer?.refusal, kind) });
      return;
    }
    // What was held back lies behind a gap that the client will ask for.
    if (!answer.isWhole) this.#subscriptions.remove(subscription);
    subscription.replay(answer.events, answer.upTo, answer.isWhole);
    outcome.established.push({
      object_sid: sid,
      object_type: kind,
      replay_status: answer.isWhole ? 'completed' : 'interrupted',
      last_event_id: subscription.sentUpTo,
    });
  }
}

function told(refusal: ApiError | undefined, kind: SyncKind): Record<string, unknown> {
  const { status, code, message } = refusal ?? apiError(NOT_FOUND[kind]);
  return { status, code, message };
}
