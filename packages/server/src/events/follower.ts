// The tail of the event log in one server process: what lives in memory (sockets, indexes) hears of every committed
// event here, whichever process committed it. Nothing is stored; work that must happen exactly once is a Processor.

import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Database } from '#storage/database.ts';
import type { DispatcherLog } from './dispatcher.ts';
import { eventSignal } from './event-log.ts';
import type { EventType, StoredEvent } from './event-types.ts';
import { type LogPlace, lastPlace, readVisible } from './read-log.ts';

const BATCH = 500;

/** Something in memory that has to know what happens. */
export interface Follower {
  readonly name: string;
  readonly handles: readonly EventType[];
  /**
   * Hears of events, each once, from the start of the process on and as soon as they are committed. Those of one
   * transaction are in order, and so are those about one row, whose changes wait for each other.
   */
  receive(events: readonly StoredEvent[]): void | Promise<void>;
}

/** The followers of one server process. They share one reading of the log. */
export class Followers {
  readonly #database: Database;
  readonly #log: DispatcherLog;
  readonly #followers: Follower[] = [];
  readonly #handled = new Set<EventType>();
  readonly #signals = new Set<string>();
  readonly #work: PokedWork;
  /** All before this place has been heard. */
  #place: LogPlace | null = null;
  /** Events behind the place that have been heard: an older transaction may still put others before them. */
  #ahead: ReadonlySet<number> = new Set();

  constructor(database: Database, clock: Clock, log: DispatcherLog) {
    this.#database = database;
    this.#log = log;
    this.#work = new PokedWork(
      clock,
      () => this.#readOn(),
      (error) => log.error({ err: error }, 'the event log could not be followed'),
    );
    database.onSignals((signals) => {
      if (!this.#signals.isDisjointFrom(signals)) this.#work.poke();
    });
  }

  register(follower: Follower): void {
    this.#followers.push(follower);
    for (const type of follower.handles) {
      this.#handled.add(type);
      this.#signals.add(eventSignal(type));
    }
  }

  /** Whether events are being read or handed over. */
  get isRunning(): boolean {
    return this.#work.isRunning;
  }

  /** Follows the log from its present end. What followers load after this is not older than what they will hear. */
  async start(): Promise<void> {
    this.#place = await lastPlace(this.#database);
    this.#work.start();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  async #readOn(): Promise<null> {
    while (!this.#work.isStopped && this.#place !== null && (await this.#step(this.#place))) {}
    return null;
  }

  /** One run of events; true when there may be more. */
  async #step(place: LogPlace): Promise<boolean> {
    if (this.#handled.size === 0) return false;
    const limit = BATCH + this.#ahead.size;
    const { events, horizon } = await readVisible(this.#database, place, [...this.#handled], limit);
    await this.#hand(events.filter(({ id }) => !this.#ahead.has(id)));
    const settled = events.findLast(({ transactionId }) => transactionId < horizon);
    if (settled !== undefined) this.#place = { transactionId: settled.transactionId, eventId: settled.id };
    this.#ahead = new Set(events.filter(({ transactionId }) => transactionId >= horizon).map(({ id }) => id));
    return events.length === limit;
  }

  /** One follower that fails does not keep the others from hearing. */
  async #hand(events: readonly StoredEvent[]): Promise<void> {
    for (const follower of this.#followers) {
      const heard = events.filter(({ type }) => follower.handles.includes(type));
      if (heard.length === 0) continue;
      try {
        await follower.receive(heard);
      } catch (error) {
        this.#log.error({ err: error, follower: follower.name }, 'a follower of the event log failed');
      }
    }
  }
}
