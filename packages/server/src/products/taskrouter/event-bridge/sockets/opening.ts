// The first moments of a connection. Clients read their worker's lists before they listen, so what happens in
// between would be lost on them: it is held back until they have read.
import type { EventType } from '#events/event-types.ts';

/** A message for a client. */
export interface Push {
  readonly type: EventType;
  /** SID of the object it tells of. */
  readonly subjectSid: string;
  readonly text: string;
}

/** The lists a client reads when it connects, all at once, by the end of their paths. */
export const FIRST_READS = ['Activities', 'WorkerChannels', 'Reservations'] as const;
export type FirstRead = (typeof FIRST_READS)[number];

/** A client that has not read by then reads nothing, or reads it from another process. */
const LONGEST_MS = 5_000;
const MOST_HELD = 1_000;

/** What is held back of a client until it listens. */
export class Opening {
  readonly #since: number;
  readonly #begun = new Set<FirstRead>();
  readonly #ended = new Set<FirstRead>();
  #held: Push[] = [];
  /** How much was held when the client's reservations were read: they show all of that. */
  #shown = 0;

  /** `since` is in milliseconds. */
  constructor(since: number) {
    this.#since = since;
  }

  hold(push: Push): void {
    this.#held.push(push);
  }

  /** Whether there is no sense in holding back any longer. */
  isOverdue(now: number): boolean {
    return now - this.#since >= LONGEST_MS || this.#held.length > MOST_HELD;
  }

  /** Whether the client may still be about to read this list. */
  awaits(read: FirstRead): boolean {
    return !this.#begun.has(read);
  }

  /** A list is about to be read for the client. */
  begin(read: FirstRead): void {
    this.#begun.add(read);
    if (read === 'Reservations') this.#shown = this.#held.length;
  }

  /** A list has been sent to the client. True when it has got all of them. */
  end(read: FirstRead): boolean {
    this.#ended.add(read);
    return this.#ended.size === FIRST_READS.length;
  }

  /** What the client has to be told now that it listens. */
  release(): readonly Push[] {
    const held = this.#held.filter(({ type }, at) => at >= this.#shown || type.startsWith('worker.'));
    this.#held = [];
    return held;
  }
}
