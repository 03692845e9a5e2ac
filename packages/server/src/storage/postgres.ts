// PostgreSQL: a pool of connections, prepared statements, retries when the database asks for one, and wake-ups
// between processes.
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Database, SignalListeners, type Transaction, TransactionScope } from './database.ts';
import { migrate } from './migrate.ts';
import { Notifications } from './notifications.ts';
import type { Tables } from './schema.ts';
import { Whispers, whisperedWord } from './whispers.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const ATTEMPTS = 6;

/** Bigint columns hold milliseconds and counters, all far below 2^53. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

const statementNames = new Map<string, string>();

function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    if (statementNames.size < 2_000) statementNames.set(text, name);
  }
  return name;
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

  /** A client that counts statements and keeps those with parameters prepared. */
  class CountingClient extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: pg's query has a dozen overloads and all pass through
    override query(first: any, second?: any, third?: any): any {
      statements += 1;
      if (typeof first === 'string' && Array.isArray(second) && second.length > 0) {
        return super.query({ name: statementName(first), text: first, values: second }, third);
      }
      return super.query(first, second, third);
    }
  }

  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    types,
    Client: CountingClient,
  } as pg.PoolConfig);
  let isClosing = false;
  pool.on('error', (error) => {
    if (!isClosing) options.onIdleError?.(error);
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
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
    read: db,
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
      await db.destroy();
    },
  };
}
