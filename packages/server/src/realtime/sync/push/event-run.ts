// Events that many clients are sent at once, written only once for all who are sent the same.
import { notificationFrame } from '../../twilsock/messages.ts';
import type { SyncEvent, SyncKind } from '../objects.ts';
import { eventType, presentEvent } from '../present.ts';
import { EVENT_MESSAGE, type Wire } from './wire.ts';

/** Events told in one message at most. */
const EVENTS_A_MESSAGE = 50;

/** A run of events of one object, and the frames that tell of them. */
export class EventRun {
  readonly #sid: string;
  /** In growing order of their numbers. */
  readonly #events: readonly SyncEvent[];
  /** Frames already written, by who is told how, and of how many of the last events. */
  readonly #written = new Map<string, readonly Buffer[]>();

  /** Of events that do not come after the one before, nobody is told. */
  constructor(sid: string, events: readonly SyncEvent[]) {
    this.#sid = sid;
    let last = Number.NEGATIVE_INFINITY;
    this.#events = events.filter(({ id }) => {
      const isNew = id > last;
      if (isNew) last = id;
      return isNew;
    });
  }

  get events(): readonly SyncEvent[] {
    return this.#events;
  }

  /** The number of the last event; of no use when there is none. */
  get upTo(): number {
    return this.#events.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
  }

  /** Frames that tell of everything behind an event. */
  framesAfter(after: number, kind: SyncKind, wire: Wire): readonly Buffer[] {
    const start = this.#events.findIndex(({ id }) => id > after);
    if (start === -1) return [];
    const key = `${start} ${kind} ${wire.protocol} ${wire.base}`;
    const known = this.#written.get(key);
    if (known !== undefined) return known;
    const frames = this.#messages(start, kind, wire).map((message) =>
      notificationFrame(EVENT_MESSAGE, message),
    );
    this.#written.set(key, frames);
    return frames;
  }

  /** One message for neighbours of one type, or for each event where the client takes no more at a time. */
  #messages(start: number, kind: SyncKind, { protocol, base }: Wire): Record<string, unknown>[] {
    const object = { sid: this.#sid, kind };
    const messages: Record<string, unknown>[] = [];
    let told: unknown[] = [];
    let change: SyncEvent['change'] | null = null;
    for (const event of this.#events.slice(start)) {
      const about = {
        event_type: eventType(kind, event),
        event_protocol_version: protocol,
        strictly_ordered: true,
      };
      if (protocol === 3) {
        messages.push({ ...about, event: presentEvent(object, event, base) });
        continue;
      }
      if (change !== event.change || told.length === EVENTS_A_MESSAGE) {
        told = [];
        change = event.change;
        messages.push({ ...about, events: told });
      }
      told.push(presentEvent(object, event, base));
    }
    return messages;
  }
}
