// One client's subscription to one object: what it has been sent, and how it wants to be told.
import type { TwilsockSession } from '../../twilsock/session.ts';
import type { SyncEvent, SyncKind, SyncViewer } from '../objects.ts';
import { eventType, presentEvent } from '../present.ts';

/** Version 3 tells of one event in a message, version 4 of several of a kind. */
export type EventProtocol = 3 | 4;

/** Kind of the notifications that carry Sync events. */
const MESSAGE_TYPE = 'twilio.sync.event';
/** Events told in one message at most. */
const EVENTS_A_MESSAGE = 50;

/** How a client asked to be told. */
export interface Subscriber {
  readonly session: TwilsockSession;
  readonly viewer: SyncViewer;
  readonly protocol: EventProtocol;
  /** What URLs in events start with. */
  readonly base: string;
}

/** Tells a subscriber of its subscriptions: established, canceled or failed. */
export function notifySubscriptions(
  { session, protocol }: Pick<Subscriber, 'session' | 'protocol'>,
  type: 'subscription_established' | 'subscription_canceled' | 'subscription_failed',
  correlationId: number,
  events: readonly Record<string, unknown>[],
): void {
  if (events.length === 0) return;
  const about = { event_type: type, correlation_id: correlationId, event_protocol_version: protocol };
  if (protocol === 4) session.notify(MESSAGE_TYPE, { ...about, events });
  else for (const event of events) session.notify(MESSAGE_TYPE, { ...about, event });
}

/** A client that hears of an object, or is about to. */
export class Subscription {
  readonly sid: string;
  readonly kind: SyncKind;
  readonly subscriber: Subscriber;
  /** The last event the client has been sent, or had when it asked. */
  sentUpTo: number;
  /** What has happened while the client's replay was being read; null once it has been replayed. */
  #held: SyncEvent[] | null = [];

  constructor(sid: string, kind: SyncKind, subscriber: Subscriber, after: number) {
    this.sid = sid;
    this.kind = kind;
    this.subscriber = subscriber;
    this.sentUpTo = after;
  }

  /** Sends what the client has not got, in order; holds it back while the client waits for its replay. */
  push(events: readonly SyncEvent[]): void {
    if (this.#held === null) this.#send(events);
    else this.#held.push(...events);
  }

  /**
   * Sends a replay. When it is whole it accounts for everything up to `upTo`, and what has happened since follows;
   * otherwise the client will ask for the rest.
   */
  replay(events: readonly SyncEvent[], upTo: number, isWhole: boolean): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#send(events);
    if (!isWhole) return;
    this.sentUpTo = Math.max(this.sentUpTo, upTo);
    this.#send(held.toSorted((a, b) => a.id - b.id));
  }

  #send(events: readonly SyncEvent[]): void {
    let run: SyncEvent[] = [];
    for (const event of events) {
      if (event.id <= this.sentUpTo) continue;
      this.sentUpTo = event.id;
      if (run.length > 0 && (run[0]!.change !== event.change || run.length === EVENTS_A_MESSAGE)) {
        this.#notify(run);
        run = [];
      }
      run.push(event);
    }
    if (run.length > 0) this.#notify(run);
  }

  /** `events` are of one kind. */
  #notify(events: readonly SyncEvent[]): void {
    const { session, protocol, base } = this.subscriber;
    const about = {
      event_type: eventType(this.kind, events[0]!),
      event_protocol_version: protocol,
      strictly_ordered: true,
    };
    const told = events.map((event) => presentEvent(this, event, base));
    if (protocol === 4) session.notify(MESSAGE_TYPE, { ...about, events: told });
    else for (const event of told) session.notify(MESSAGE_TYPE, { ...about, event });
  }
}
