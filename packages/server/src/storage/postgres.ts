// PostgreSQL: a pool of connections for transactions and a few shared ones for reads, retries when the database asks
// for one, and wake-ups between processes.
import { type Driver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Database, SignalListeners, type Transaction, TransactionScope } from './database.ts';
import { migrate } from './migrate.ts';
import { Notifications } from './notifications.ts';
import { clientClass, clientSettings } from './postgres-client.ts';
import { PipelinedPostgresDriver } from './postgres-driver.ts';
import { SharedReadDriver } from './postgres-readers.ts';
import type { Tables } from './schema.ts';
import { Whispers, whisperedWord } from './whispers.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const ATTEMPTS = 6;
/** Connections that reads share. */
const READERS = 4;

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

function kyselyOn(driver: Driver): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** Options of the connection pool. */
export interface PostgresOptions {
  readonly poolSize?: number;
  /** Hears of connections that broke while idle; they are replaced. */
  readonly onIdleError?: (error: Error) => void;
}

/** Opens the PostgreSQL database at `url`, its schema up to date. */
export async function openPostgres(
  url: string,
  clock: Clock,
  options: PostgresOptions = {},
): Promise<Database> {
  let statements = 0;

  const Client = clientClass(() => {
    statements += 1;
  });
  const settings = clientSettings(url);
  const pool = new pg.Pool({ ...settings, max: options.poolSize ?? 10, Client } as pg.PoolConfig);
  let isClosing = false;
  const broke = (error: Error) => {
    if (!isClosing) options.onIdleError?.(error);
  };
  pool.on('error', broke);
  const driver = new PipelinedPostgresDriver({ pool });
  const db = kyselyOn(driver);
  const read = kyselyOn(
    new SharedReadDriver({
      size: READERS,
      connect: async () => {
        const client = new Client(settings);
        await client.connect();
        return client;
      },
      onError: broke,
    }),
  );
  await migrate(db);

  const listeners = new SignalListeners();
  const whispers = new Whispers();
  const notifications = new Notifications({
    url,
    clock,
    onSignals: (signals) => listeners.notify(signals),
    onWords: (words) => listeners.notify(whispers.sift(words)),
    onError: (error) => options.onIdleError?.(error),
  });
  await notifications.open();

  async function attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    let signals: ReadonlySet<string> = new Set();
    const value = await db.transaction().execute(async (trx) => {
      const scope = new TransactionScope(trx, 'postgres', clock.now());
      const result = await work(scope);
      await scope.runHooks();
      await trx.getExecutor().provideConnection(async (connection) => {
        driver.writeLast(connection, scope.lastWrites);
      });
      signals = scope.signals;
      return result;
    });
    listeners.notify(signals);
    notifications.tell(signals);
    return value;
  }

  return {
    dialect: 'postgres',
    isShared: true,
    read,
    async transaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await attempt(work);
        } catch (error) {
          const code = codeOf(error);
          const isRetryable = code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
          if (!isRetryable || tries === ATTEMPTS) throw error;
        }
      }
    },
    whisper(topic, fact) {
      whispers.hear(topic, fact);
      const word = whisperedWord(topic, fact);
      if (word !== null) notifications.tell(new Set([word]));
    },
    onWhisper: (topic, listener) => whispers.on(topic, listener),
    onSignals: (listener) => listeners.add(listener),
    async violatedIndex(error) {
      if (codeOf(error) !== UNIQUE_VIOLATION) return null;
      return (error as { constraint?: string }).constraint ?? null;
    },
    statementCount: () => statements,
    async close() {
      isClosing = true;
      await notifications.close();
      await Promise.all([db.destroy(), read.destroy()]);
    },
  };
}
