// Hands committed events to the processors that named their types. Each processor keeps its own place in the log
// and moves it in the transaction of its work, so what a processor writes happens once, whatever crashes.
import type { Clock } from '#kernel/clock.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import { eventSignal } from './event-log.ts';
import type { EventType, StoredEvent } from './event-types.ts';
import { Horizon } from './horizon.ts';
import { LogTail } from './log-tail.ts';
import { type LogPlace, type PlacedEvent, placeOf } from './read-log.ts';

const BATCH = 200;
const ATTEMPTS = 5;
const RETRY_DELAY_MS = 50;
/** How long a place passed without work may stay unwritten. */
const UNWRITTEN_MS = 1_000;

/** Work that follows committed events. */
export interface Processor {
  readonly name: string;
  readonly handles: readonly EventType[];
  /**
   * Milliseconds events may be gathered for when they come one after the other, so that a run shares its costs.
   * Nothing waits when the last run is longer ago.
   */
  readonly gathersFor?: number;
  /**
   * Whether any of the events gives it something to do. Where that is rare it saves a commit for each run: places
   * passed without work are written a second later. Left out, every run is work.
   */
  concerns?(db: Reader, events: readonly StoredEvent[]): Promise<boolean>;
  /**
   * Handles a run of events in log order. It writes through `tx` only; when it throws, its writes and its place
   * in the log are taken back together.
   */
  process(tx: Transaction, events: readonly StoredEvent[]): Promise<void>;
}

/** What the dispatcher needs to know of the log it writes failures to. */
export interface DispatcherLog {
  error(facts: Record<string, unknown>, message: string): void;
}

/** Another process has handled these events already. */
class Overtaken extends Error {}

/** Where a processor is: what the database says, and how far this process has read without finding work. */
interface Progress {
  readonly written: LogPlace;
  readonly read: LogPlace;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
}

interface Lane {
  readonly processor: Processor;
  readonly signals: ReadonlySet<string>;
  readonly work: PokedWork;
  /** Milliseconds of the process when the last run ended. */
  ranAt: number;
}

/** Runs the processors of one server process. */
export class Dispatcher {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: DispatcherLog;
  readonly #horizon: Horizon;
  readonly #tail: LogTail;
  readonly #lanes: Lane[] = [];
  /** Where processors are, as far as this process has moved them itself; it saves asking. */
  readonly #places = new Map<Processor, Progress>();
  /** Ends the waiting of those that gather. */
  readonly #hurries = new Set<() => void>();
  #isHurried = false;

  constructor(database: Database, clock: Clock, log: DispatcherLog) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#horizon = new Horizon(database);
    this.#tail = new LogTail(database);
    database.onSignals((signals) => this.#wake(signals));
  }

  register(processor: Processor): void {
    const signals = new Set(processor.handles.map(eventSignal));
    const work = new PokedWork(
      this.#clock,
      () => this.#handleAll(lane),
      (error) =>
        this.#log.error({ err: error, processor: processor.name }, 'event processor could not read the log'),
    );
    const lane: Lane = { processor, signals, work, ranAt: Number.NEGATIVE_INFINITY };
    this.#lanes.push(lane);
    this.#tail.include(processor.handles);
  }

  /** Every processor of this server, in the order of their registration. */
  get processors(): readonly Processor[] {
    return this.#lanes.map(({ processor }) => processor);
  }

  /** Gives new processors their place in the log and starts all where they stopped. */
  async start(): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const last = await tx.db
        .selectFrom('events')
        .select(['transaction_id', 'id'])
        .orderBy('transaction_id', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      for (const { processor } of this.#lanes) {
        await tx.db
          .insertInto('event_cursors')
          .values({
            processor: processor.name,
            transaction_id: last?.transaction_id ?? -1,
            event_id: last?.id ?? 0,
          })
          .onConflict((conflict) => conflict.column('processor').doNothing())
          .execute();
      }
    });
    this.#horizon.start();
    for (const { work } of this.#lanes) work.start();
  }

  /** Resolves when no processor has anything left to do, nor has given another something to do. */
  async idle(): Promise<void> {
    this.#hurry();
    while (this.#lanes.some(({ work }) => work.isRunning)) {
      await Promise.all(this.#lanes.map(({ work }) => work.idle()));
    }
    this.#isHurried = false;
  }

  /** Stops after the runs under way; nothing is lost, the next start goes on from there. */
  async stop(): Promise<void> {
    this.#hurry();
    this.#horizon.stop();
    await Promise.all(this.#lanes.map(({ work }) => work.stop()));
  }

  #hurry(): void {
    this.#isHurried = true;
    for (const go of [...this.#hurries]) go();
  }

  #wake(signals: ReadonlySet<string>): void {
    for (const lane of this.#lanes) {
      if (!lane.signals.isDisjointFrom(signals)) lane.work.poke();
    }
  }

  /** Resolves with the time by which the place it has come to must be written. */
  async #handleAll(lane: Lane): Promise<number | null> {
    const { processor, work } = lane;
    await this.#gather(lane);
    while (!work.isStopped && (await this.#step(processor))) {}
    lane.ranAt = performance.now();
    const place = this.#places.get(processor);
    return place === undefined || place.read === place.written ? null : place.writtenAt + UNWRITTEN_MS;
  }

  /** Waits for what else comes soon, unless somebody waits for this dispatcher to come to rest. */
  async #gather({ processor, ranAt, work }: Lane): Promise<void> {
    const wait = ranAt + (processor.gathersFor ?? 0) - performance.now();
    if (wait <= 0 || this.#isHurried || work.isStopped) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#hurries.delete(go);
        resolve();
      };
      const timer = setTimeout(go, wait);
      this.#hurries.add(go);
    });
  }

  /** One run of events; true when there may be more. */
  async #step(processor: Processor): Promise<boolean> {
    const place = this.#places.get(processor) ?? (await this.#progress(processor));
    const { events, hiddenFrom, isMore } = await this.#tail.read(place.read, processor.handles, BATCH);
    if (hiddenFrom !== null && events.length === 0) {
      await this.#horizon.past(hiddenFrom);
      return true;
    }
    if (events.length === 0) {
      if (place.read !== place.written && this.#isDue(place)) await this.#write(processor, place);
      return isMore;
    }
    if (await this.#isPassed(processor, place, events)) return isMore;
    const isOvertaken = await this.#handle(processor, place.written, events);
    return isOvertaken || isMore;
  }

  /** Passes over events that give the processor nothing to do. */
  async #isPassed(processor: Processor, place: Progress, events: readonly PlacedEvent[]): Promise<boolean> {
    if (processor.concerns === undefined || this.#isDue(place)) return false;
    if (await processor.concerns(this.#database.read, events)) return false;
    this.#places.set(processor, { ...place, read: placeOf(events.at(-1)!) });
    return true;
  }

  #isDue({ writtenAt }: Progress): boolean {
    return this.#clock.now() - writtenAt >= UNWRITTEN_MS;
  }

  /** Writes how far a processor has come without work; one that another process has moved asks where it is. */
  async #write(processor: Processor, { written, read }: Progress): Promise<void> {
    try {
      await this.#database.transaction((tx) => moveCursor(tx, processor, written, read));
      this.#places.set(processor, this.#reached(read));
    } catch (error) {
      this.#places.delete(processor);
      if (!(error instanceof Overtaken)) throw error;
    }
  }

  #reached(place: LogPlace): Progress {
    return { written: place, read: place, writtenAt: this.#clock.now() };
  }

  async #progress(processor: Processor): Promise<Progress> {
    const progress = this.#reached(await this.#cursor(processor.name));
    this.#places.set(processor, progress);
    return progress;
  }

  async #cursor(name: string): Promise<LogPlace> {
    const row = await this.#database.read
      .selectFrom('event_cursors')
      .selectAll()
      .where('processor', '=', name)
      .executeTakeFirstOrThrow();
    return { transactionId: row.transaction_id, eventId: row.event_id };
  }

  /**
   * Handles a run of events; when it fails, one by one, so that one cannot hold up the others. True when another
   * process was faster: it may have gone less far, so the log must be read again from where it is now.
   */
  async #handle(processor: Processor, from: LogPlace, events: readonly PlacedEvent[]): Promise<boolean> {
    try {
      await this.#process(processor, from, events);
      this.#places.set(processor, this.#reached(placeOf(events.at(-1)!)));
      return false;
    } catch (error) {
      this.#places.delete(processor);
      if (error instanceof Overtaken) return true;
      this.#log.error(
        { err: error, processor: processor.name },
        'a run of events failed; trying them singly',
      );
      let place = from;
      for (const event of events) {
        if (!(await this.#processSingly(processor, place, event))) return true;
        place = placeOf(event);
      }
      return false;
    }
  }

  async #process(processor: Processor, from: LogPlace, events: readonly PlacedEvent[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await moveCursor(tx, processor, from, placeOf(events.at(-1)!));
      await processor.process(tx, events);
    });
  }

  /** False when another process has gone on instead. */
  async #processSingly(processor: Processor, from: LogPlace, event: PlacedEvent): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#process(processor, from, [event]);
        return true;
      } catch (error) {
        if (error instanceof Overtaken) return false;
        if (attempt === ATTEMPTS) {
          await this.#setAside(processor, from, event, error);
          return true;
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
      }
    }
  }

  /** An event that keeps failing is recorded and passed over, so that those behind it are handled. */
  async #setAside(processor: Processor, from: LogPlace, event: PlacedEvent, error: unknown): Promise<void> {
    this.#log.error({ err: error, processor: processor.name, event: event.id }, 'event set aside');
    await this.#database.transaction(async (tx) => {
      await moveCursor(tx, processor, from, placeOf(event));
      await tx.db
        .insertInto('event_failures')
        .values({
          processor: processor.name,
          event_id: event.id,
          reason: String(error).slice(0, 1_000),
          date_created: this.#clock.now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }
}

/**
 * Moves a processor's place, if it still is where the events were read from. It is done before the events are
 * handled: of two processes that read the same events, one waits here for the other and then finds it overtaken.
 */
async function moveCursor(
  tx: Transaction,
  processor: Processor,
  from: LogPlace,
  to: LogPlace,
): Promise<void> {
  const moved = await tx.db
    .updateTable('event_cursors')
    .set({ transaction_id: to.transactionId, event_id: to.eventId })
    .where('processor', '=', processor.name)
    .where('transaction_id', '=', from.transactionId)
    .where('event_id', '=', from.eventId)
    .returning('processor')
    .executeTakeFirst();
  if (moved === undefined) throw new Overtaken();
}
