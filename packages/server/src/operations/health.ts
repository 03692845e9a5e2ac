// Whether the server lives, and whether it can serve: for load balancers, containers and the people behind them.
import type { FastifyInstance } from 'fastify';
import type { Context } from '#server/context.ts';
import { isUpToDate } from '#storage/migrate.ts';

/** The database has this long to answer before the server counts as not ready. */
const ANSWER_LIMIT_MS = 2_000;

/** What `/readyz` answers. */
export interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly database: 'ok' | 'failed';
  readonly migrations: 'ok' | 'missing' | 'unknown';
  /** Messages that wait to leave, and for how many seconds the first of them could have left. */
  readonly outbox: { readonly waiting: number; readonly lag_seconds: number } | null;
}

/** Rejects when the database takes too long. It goes by real time: it watches the machine, not the domain. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), ANSWER_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function outboxState({ database, clock }: Context): Promise<NonNullable<Readiness['outbox']>> {
  const { waiting, oldest } = await database.read
    .selectFrom('outbox')
    .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('due_at').as('oldest')])
    .executeTakeFirstOrThrow();
  const lag = oldest === null ? 0 : Math.max(clock.now() - oldest, 0);
  return { waiting: Number(waiting), lag_seconds: Math.floor(lag / 1_000) };
}

/**
 * Whether requests can be served now. A full outbox is told but does not make the server unready: it would take
 * a carrier's failure to every user of the API.
 */
export async function readiness(context: Context): Promise<Readiness> {
  const { database, log } = context;
  try {
    if (!(await inTime(isUpToDate(database.read)))) {
      return { status: 'unavailable', database: 'ok', migrations: 'missing', outbox: null };
    }
    const outbox = await inTime(outboxState(context));
    return { status: 'ready', database: 'ok', migrations: 'ok', outbox };
  } catch (error) {
    log.warn({ err: error }, 'the server is not ready');
    return { status: 'unavailable', database: 'failed', migrations: 'unknown', outbox: null };
  }
}

/** Adds `/healthz` (the process answers) and `/readyz` (it can serve; 503 when it cannot). */
export function addHealthPages(server: FastifyInstance, context: Context): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const state = await readiness(context);
    reply.code(state.status === 'ready' ? 200 : 503).header('Cache-Control', 'no-store');
    return state;
  });
}
