// Reading on PostgreSQL: a few connections that all reads share. What is asked in one turn is sent together, so it costs
// the two processes one waking, not one for each statement.
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';

/** A connection that many have at once. */
class SharedConnection implements DatabaseConnection {
  readonly client: pg.Client;

  constructor(client: pg.Client) {
    this.client = client;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows } = await this.client.query(sql, parameters as unknown[]);
    return { rows };
  }

  // biome-ignore lint/correctness/useYield: nothing reads in pieces
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('reads are not streamed');
  }
}

/** A place for a connection, made when it is first needed and anew after it broke. */
interface Slot {
  connection: Promise<SharedConnection> | null;
  unanswered: number;
}

/** Options of the shared connections. */
export interface ReaderOptions {
  readonly size: number;
  /** Connects a client that sends statements without waiting for answers. */
  readonly connect: () => Promise<pg.Client>;
  /** Hears of connections that broke; they are replaced. */
  readonly onError: (error: Error) => void;
}

/** Kysely's driver for reads outside of transactions. */
export class SharedReadDriver implements Driver {
  readonly #options: ReaderOptions;
  readonly #slots: Slot[];
  readonly #slotOf = new WeakMap<DatabaseConnection, Slot>();
  /** Where the reads of this turn go. */
  #current: Slot | null = null;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.size }, () => ({ connection: null, unanswered: 0 }));
  }

  async init(): Promise<void> {}

  /** The least busy one, and the same one for all who ask in one turn. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const slot = this.#current ?? this.#choose();
    slot.unanswered += 1;
    try {
      slot.connection ??= this.#connect(slot);
      return await slot.connection;
    } catch (error) {
      slot.unanswered -= 1;
      throw error;
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#slotOf.get(connection)!.unanswered -= 1;
  }

  beginTransaction = refuseTransaction;
  commitTransaction = refuseTransaction;
  rollbackTransaction = refuseTransaction;

  async destroy(): Promise<void> {
    const opened = this.#slots.map(({ connection }) => connection).filter((one) => one !== null);
    for (const slot of this.#slots) slot.connection = null;
    for (const one of await Promise.allSettled(opened)) {
      if (one.status === 'fulfilled') await one.value.client.end();
    }
  }

  #choose(): Slot {
    const chosen = this.#slots.reduce((least, slot) => (slot.unanswered < least.unanswered ? slot : least));
    this.#current = chosen;
    process.nextTick(() => {
      this.#current = null;
    });
    return chosen;
  }

  #connect(slot: Slot): Promise<SharedConnection> {
    const forget = () => {
      if (slot.connection === made) slot.connection = null;
    };
    const made = this.#options.connect().then((client) => {
      client.on('error', (error) => {
        forget();
        this.#options.onError(error);
      });
      client.on('end', forget);
      const connection = new SharedConnection(client);
      this.#slotOf.set(connection, slot);
      return connection;
    });
    made.catch(forget);
    return made;
  }
}

async function refuseTransaction(): Promise<never> {
  throw new Error('the read side has no transactions');
}
