// Wake-ups between the server processes of one PostgreSQL database: the signals of a commit reach the others through
// LISTEN/NOTIFY. They carry no facts, only that it is worth looking; facts that are true for a moment only travel beside
// them as words of their own (whispers.ts).
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { CancelWake, Clock } from '#kernel/clock.ts';
import { EVERY_SIGNAL } from './database.ts';

const CHANNEL = 'parley';
/** Signals of this long are told in one notification: each takes a lock every committing session shares. */
const GATHERING_MS = 3;
/** PostgreSQL's limit is 8,000 bytes. */
const LONGEST_PAYLOAD = 7_000;
const RECONNECT_MS = 250;
/** A process that dies between its commit and the telling of it leaves the others unaware for this long at most. */
const PULSE_MS = 1_000;

/** Options of the exchange of signals. */
export interface NotificationOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Hears that any signal may have been missed. */
  readonly onSignals: (signals: ReadonlySet<string>) => void;
  /** Hears what other processes tell: signals, and whispers between them. */
  readonly onWords: (words: readonly string[]) => void;
  readonly onError: (error: Error) => void;
}

/** Tells other processes the signals of this one and hears theirs, on a connection of its own. */
export class Notifications {
  readonly #options: NotificationOptions;
  readonly #self = randomUUID();
  readonly #waiting = new Set<string>();
  #client: pg.Client | null = null;
  #gathering: NodeJS.Timeout | null = null;
  #telling: Promise<void> = Promise.resolve();
  #cancelPulse: CancelWake = () => {};
  #isClosed = false;

  constructor(options: NotificationOptions) {
    this.#options = options;
  }

  /** Connects; rejects when the first connection cannot be made. Later ones are made anew until `close`. */
  async open(): Promise<void> {
    await this.#connect();
    this.#pulse();
  }

  /** Tells the others, soon. */
  tell(signals: ReadonlySet<string>): void {
    if (signals.size === 0 || this.#isClosed) return;
    for (const signal of signals) this.#waiting.add(signal);
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#telling = this.#telling.then(() => this.#send());
    }, GATHERING_MS).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelPulse();
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#telling;
    await this.#send();
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#options.url });
    client.on('error', (error) => this.#reconnect(client, error));
    client.on('end', () => this.#reconnect(client, new Error('the connection ended')));
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    await client.connect();
    // What is told need not outlive a crash, and whoever commits waits for whoever tells.
    await client.query('SET synchronous_commit = off');
    await client.query(`LISTEN ${CHANNEL}`);
    this.#client = client;
  }

  #reconnect(broken: pg.Client, reason: Error): void {
    if (this.#isClosed || this.#client !== broken) return;
    this.#client = null;
    this.#options.onError(reason);
    const again = () => {
      if (this.#isClosed) return;
      this.#connect().then(
        () => this.#options.onSignals(EVERY_SIGNAL),
        () => setTimeout(again, RECONNECT_MS).unref(),
      );
    };
    again();
  }

  #hear(payload: string): void {
    const [sender, ...words] = payload.split(' ');
    if (sender !== this.#self) this.#options.onWords(words);
  }

  /** Nothing is lost when this fails: the pulse of the others finds it. */
  async #send(): Promise<void> {
    const payloads = payloadsOf(this.#self, this.#waiting);
    this.#waiting.clear();
    for (const payload of payloads) {
      await this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => {});
    }
  }

  #pulse(): void {
    const { clock, onSignals } = this.#options;
    this.#cancelPulse = clock.wakeAt(clock.now() + PULSE_MS, () => {
      if (this.#isClosed) return;
      onSignals(EVERY_SIGNAL);
      this.#pulse();
    });
  }
}

function payloadsOf(sender: string, signals: ReadonlySet<string>): string[] {
  const payloads: string[] = [];
  let payload = sender;
  for (const signal of signals) {
    if (payload.length + signal.length >= LONGEST_PAYLOAD) {
      payloads.push(payload);
      payload = sender;
    }
    payload += ` ${signal}`;
  }
  return payload === sender ? payloads : [...payloads, payload];
}
