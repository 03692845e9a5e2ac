// Who is subscribed to what, in this process.
import type { TwilsockSession } from '../../twilsock/session.ts';
import type { Watched } from '../provider.ts';
import type { Subscription } from './subscription.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** The subscriptions of all clients connected to this process; a client has at most one to an object. */
export class Subscriptions implements Watched {
  readonly #byObject = new Map<string, Map<TwilsockSession, Subscription>>();
  readonly #bySession = new Map<TwilsockSession, Map<string, Subscription>>();

  /** Enters a subscription in place of an older one of the same client. */
  add(subscription: Subscription): void {
    const { sid } = subscription;
    const { session } = subscription.subscriber;
    const ofObject = this.#byObject.get(sid) ?? new Map();
    this.#byObject.set(sid, ofObject.set(session, subscription));
    const ofSession = this.#bySession.get(session) ?? new Map();
    this.#bySession.set(session, ofSession.set(sid, subscription));
  }

  /** Takes a subscription out, unless another has taken its place. */
  remove(subscription: Subscription): void {
    if (this.isCurrent(subscription)) this.cancel(subscription.subscriber.session, subscription.sid);
  }

  /** Takes a client's subscription to an object out; no error when there is none. */
  cancel(session: TwilsockSession, sid: string): void {
    const ofSession = this.#bySession.get(session);
    ofSession?.delete(sid);
    if (ofSession?.size === 0) this.#bySession.delete(session);
    const ofObject = this.#byObject.get(sid);
    ofObject?.delete(session);
    if (ofObject?.size === 0) this.#byObject.delete(sid);
  }

  isCurrent(subscription: Subscription): boolean {
    return this.#byObject.get(subscription.sid)?.get(subscription.subscriber.session) === subscription;
  }

  /** How many objects a client is subscribed to. */
  countOf(session: TwilsockSession): number {
    return this.#bySession.get(session)?.size ?? 0;
  }

  ofSession(session: TwilsockSession): readonly Subscription[] {
    return [...(this.#bySession.get(session)?.values() ?? [])];
  }

  /** The subscriptions to an object; they may be removed while they are walked through. */
  ofObject(sid: string): Iterable<Subscription> {
    return this.#byObject.get(sid)?.values() ?? [];
  }

  has(sid: string): boolean {
    return this.#byObject.has(sid);
  }

  sentUpTo(sid: string): number {
    let least = Number.POSITIVE_INFINITY;
    for (const subscription of this.ofObject(sid)) least = Math.min(least, subscription.sentUpTo);
    return least;
  }

  viewersOf(sid: string): ReadonlySet<string> {
    const subscriptions = this.#byObject.get(sid);
    if (subscriptions === undefined) return NOBODY;
    const identities = new Set<string>();
    for (const { subscriber } of subscriptions.values()) identities.add(subscriber.viewer.identity);
    return identities;
  }

  inService(serviceSid: string): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    for (const [sid, subscriptions] of this.#byObject) {
      for (const { subscriber } of subscriptions.values()) {
        if (subscriber.viewer.serviceSid !== serviceSid) continue;
        found.set(sid, (found.get(sid) ?? new Set()).add(subscriber.viewer.identity));
      }
    }
    return found;
  }
}
