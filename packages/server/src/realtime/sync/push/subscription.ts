// One client's subscription to one object: what it has been sent, and what waits for its replay.
import type { SyncEvent, SyncKind } from '../objects.ts';
import { EventRun } from './event-run.ts';
import type { Subscriber } from './wire.ts';

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
  push(run: EventRun): void {
    if (this.#held === null) this.#send(run);
    else this.#held.push(...run.events);
  }

  /**
   * Sends a replay. When it is whole it accounts for everything up to `upTo`, and what has happened since follows;
   * otherwise the client will ask for the rest.
   */
  replay(events: readonly SyncEvent[], upTo: number, isWhole: boolean): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#send(new EventRun(this.sid, events));
    if (!isWhole) return;
    this.sentUpTo = Math.max(this.sentUpTo, upTo);
    this.#send(
      new EventRun(
        this.sid,
        held.toSorted((a, b) => a.id - b.id),
      ),
    );
  }

  #send(run: EventRun): void {
    const { subscriber } = this;
    const frames = run.framesAfter(this.sentUpTo, this.kind, subscriber);
    for (const frame of frames) subscriber.session.sendFrame(frame);
    this.sentUpTo = Math.max(this.sentUpTo, run.upTo);
  }
}
