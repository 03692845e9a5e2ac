// The end of the event log as the processors of one server process read it: together, because they are woken together.
import type { Database } from '#storage/database.ts';
import type { EventType } from './event-types.ts';
import { byPlace, type LogPlace, type PlacedEvent, placeOf, readLog, readVisible } from './read-log.ts';

/** Events read at once. */
const BATCH = 500;
/** Events kept for those who have not got as far yet; about half of them are dropped at once. */
const MOST_KEPT = 2_000;

/** What is behind a place in the log. */
export interface Stretch {
  readonly events: PlacedEvent[];
  /** The transaction of the first event that is not settled yet, null when all are. */
  readonly hiddenFrom: number | null;
  /** Whether there may be more that could have been read. */
  readonly isMore: boolean;
}

/** All settled events between two places, and those behind them that are not settled. */
interface Kept {
  from: LogPlace;
  upTo: LogPlace;
  events: PlacedEvent[];
  hidden: readonly PlacedEvent[];
  isMore: boolean;
}

function isBefore(a: LogPlace, b: LogPlace): boolean {
  return a.transactionId < b.transactionId || (a.transactionId === b.transactionId && a.eventId < b.eventId);
}

/** Reads the log once for several readers, each of whom has a place of his own in it. */
export class LogTail {
  readonly #database: Database;
  readonly #types = new Set<EventType>();
  #kept: Kept | null = null;
  /** The reading under way, and the one that follows it for those who have asked since it began. */
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  /** Whether something may have been committed since the last reading began. */
  #isStale = true;

  constructor(database: Database) {
    this.#database = database;
    database.onSignals(() => {
      this.#isStale = true;
    });
  }

  /** Reads events of these types from now on. Must not be called once somebody has read. */
  include(types: readonly EventType[]): void {
    for (const type of types) this.#types.add(type);
  }

  /**
   * The next events of these types behind `place`, at most `limit`, as far as the log is settled (see `readLog`). All
   * whose commit this process has heard of before the call is among what is read. Somebody who is far behind reads
   * alone.
   */
  async read(place: LogPlace, types: readonly EventType[], limit: number): Promise<Stretch> {
    if (this.#kept === null || isBefore(this.#kept.upTo, place)) {
      this.#kept = { from: place, upTo: place, events: [], hidden: [], isMore: false };
      this.#isStale = true;
    }
    if (isBefore(place, this.#kept.from)) return this.#readAlone(place, types, limit);
    await this.#readOn();
    const { from, events, hidden, isMore } = this.#kept;
    if (isBefore(place, from)) return this.#readAlone(place, types, limit);
    const behind = events.slice(firstBehind(events, place)).filter(({ type }) => types.includes(type));
    const found = behind.slice(0, limit);
    if (found.length === limit) return { events: found, hiddenFrom: null, isMore: true };
    const firstHidden = hidden.find(({ type }) => types.includes(type));
    const hiddenFrom = firstHidden?.transactionId ?? null;
    return { events: found, hiddenFrom, isMore: isMore || hiddenFrom !== null };
  }

  async #readAlone(place: LogPlace, types: readonly EventType[], limit: number): Promise<Stretch> {
    const { events, hiddenFrom } = await readLog(this.#database, place, types, limit);
    return { events, hiddenFrom, isMore: hiddenFrom !== null || events.length === limit };
  }

  /** Resolves when everything has been read that can be. */
  #readOn(): Promise<void> {
    const { hidden, isMore } = this.#kept!;
    const isDue = this.#isStale || isMore || hidden.length > 0;
    if (!isDue) return this.#reading ?? Promise.resolve();
    if (this.#next !== null) return this.#next;
    if (this.#reading === null) return this.#begin();
    this.#next = this.#reading.catch(() => {}).then(() => this.#begin());
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#next = null;
    const reading = this.#readBatch()
      .catch((error) => {
        this.#isStale = true;
        throw error;
      })
      .finally(() => {
        if (this.#reading === reading) this.#reading = null;
      });
    this.#reading = reading;
    return reading;
  }

  async #readBatch(): Promise<void> {
    const kept = this.#kept!;
    this.#isStale = false;
    const { events, horizon } = await readVisible(this.#database, kept.upTo, [...this.#types], BATCH);
    const firstHidden = events.findIndex(({ transactionId }) => transactionId >= horizon);
    const settled = firstHidden === -1 ? events : events.slice(0, firstHidden);
    kept.events.push(...settled);
    kept.hidden = firstHidden === -1 ? [] : events.slice(firstHidden);
    kept.isMore = events.length === BATCH;
    const last = settled.at(-1);
    if (last !== undefined) kept.upTo = placeOf(last);
    if (kept.events.length > MOST_KEPT) {
      const dropped = kept.events.splice(0, kept.events.length - MOST_KEPT / 2);
      kept.from = placeOf(dropped.at(-1)!);
    }
  }
}

/** Where the events behind a place begin, among events in log order. */
function firstBehind(events: readonly PlacedEvent[], place: LogPlace): number {
  const at = { transactionId: place.transactionId, id: place.eventId };
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPlace(events[middle]!, at) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
