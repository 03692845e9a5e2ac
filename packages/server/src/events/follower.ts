// The tail of the event log in one server process: what lives in memory (sockets, indexes) hears of every committed
// event here, whichever process committed it. Nothing is stored; work that must happen exactly once is a Processor.

import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Database } from '#storage/database.ts';
import type { DispatcherLog } from './dispatcher.ts';
import { eventSignal } from './event-log.ts';
import type { EventType } from './event-types.ts';
import { Horizon } from './horizon.ts';
import { byPlace, type LogPlace, lastPlace, type PlacedEvent, placeOf, readVisible } from './read-log.ts';

const BATCH = 500;

/** Something in memory that has to know what happens. */
export interface Follower {
  readonly name: string;
  readonly handles: readonly EventType[];
  /**
   * Whether it must hear of all events in the order of the log. It then hears of them a little later on PostgreSQL:
   * when no transaction is open any more that could still put an event before them.
   */
  readonly inLogOrder?: boolean;
  /**
   * Hears of events, each once, from the start of the process on and as soon as they are committed. Those of one
   * transaction are in order, and so are those about one row, whose changes wait for each other.
   */
  receive(events: readonly PlacedEvent[]): void | Promise<void>;
}

/** The followers of one server process. They share one reading of the log. */
export class Followers {
  readonly #database: Database;
  readonly #log: DispatcherLog;
  readonly #horizon: Horizon;
  readonly #followers: Follower[] = [];
  readonly #handled = new Set<EventType>();
  readonly #signals = new Set<string>();
  readonly #work: PokedWork;
  /** All before this place has been heard. */
  #place: LogPlace | null = null;
  /** Events behind the place that have been read: an older transaction may still put others before them. */
  #ahead: readonly PlacedEvent[] = [];
  /** Ends when events that wait for an older transaction are looked for again. */
  #lookingAgain: Promise<void> | null = null;

  constructor(database: Database, clock: Clock, log: DispatcherLog) {
    this.#database = database;
    this.#log = log;
    this.#horizon = new Horizon(database);
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
    return this.#work.isRunning || this.#lookingAgain !== null;
  }

  /** Follows the log from its present end. What followers load after this is not older than what they will hear. */
  async start(): Promise<void> {
    this.#place = await lastPlace(this.#database);
    this.#ahead = [];
    this.#horizon.start();
    this.#work.start();
  }

  async idle(): Promise<void> {
    while (this.isRunning) {
      await this.#lookingAgain;
      await this.#work.idle();
    }
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    this.#horizon.stop();
    await this.#lookingAgain;
  }

  async #readOn(): Promise<null> {
    while (!this.#work.isStopped && this.#place !== null && (await this.#step(this.#place))) {}
    return null;
  }

  /** One run of events; true when there may be more. */
  async #step(place: LogPlace): Promise<boolean> {
    if (this.#handled.size === 0) return false;
    const known = this.#ahead.map(({ id }) => id);
    const { events, horizon } = await readVisible(this.#database, place, [...this.#handled], BATCH, known);
    const isMore = events.length === BATCH;
    const read = [...this.#ahead, ...events].sort(byPlace);
    // Behind the last of a whole batch there may be others that were not read.
    const end = isMore ? read.indexOf(events.at(-1)!) + 1 : read.length;
    const firstHidden = read.findIndex(({ transactionId }, at) => at >= end || transactionId >= horizon);
    const settled = firstHidden === -1 ? read : read.slice(0, firstHidden);
    this.#ahead = read.slice(settled.length);
    await this.#hand(events, settled);
    const last = settled.at(-1);
    if (last !== undefined) this.#place = placeOf(last);
    const hidden = this.#ahead[0];
    if (hidden !== undefined && this.#followers.some((follower) => follower.inLogOrder)) {
      this.#lookAgain(hidden);
    }
    return isMore;
  }

  /** Looks again when what hides an event has ended. */
  #lookAgain({ transactionId }: PlacedEvent): void {
    this.#lookingAgain ??= this.#horizon.past(transactionId).then(() => {
      this.#lookingAgain = null;
      this.#work.poke();
    });
  }

  /** One follower that fails does not keep the others from hearing. */
  async #hand(visible: readonly PlacedEvent[], settled: readonly PlacedEvent[]): Promise<void> {
    for (const follower of this.#followers) {
      const events = follower.inLogOrder ? settled : visible;
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
