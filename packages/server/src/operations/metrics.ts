// Numbers for a monitoring system, in Prometheus' text format at `/metrics`.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { openSockets } from '#http/sockets.ts';
import type { Context } from '#server/context.ts';

const DURATION_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** The route, never the URL: SIDs in labels would make a new series for every object. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

function addRequestMetrics(server: FastifyInstance, registry: Registry): void {
  const requests = new Counter({
    name: 'parley_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'Time from a request to its answer, by product',
    labelNames: ['product'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  // Looking a series up by its labels costs more than counting; there are a few hundred of them.
  const series = new Map<string, { counter: Counter.Internal; duration: Histogram.Internal<string> }>();
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const key = `${request.method} ${reply.statusCode} ${route}`;
    let found = series.get(key);
    if (found === undefined) {
      found = {
        counter: requests.labels({ method: request.method, route, status: String(reply.statusCode) }),
        duration: durations.labels({ product: route.split('/')[1] ?? '' }),
      };
      series.set(key, found);
    }
    found.counter.inc();
    found.duration.observe(reply.elapsedTime / 1_000);
    done();
  });
}

function addSocketMetrics(server: FastifyInstance, registry: Registry): void {
  new Gauge({
    name: 'parley_open_sockets',
    help: 'WebSockets open at this moment',
    registers: [registry],
    collect() {
      this.set(openSockets(server));
    },
  });
}

/** Entries of each queue and the time the first of them is due. Three queries, each on an index over `due_at`. */
async function queueStates({ database: { read: db } }: Context) {
  const outbox = db
    .selectFrom('outbox')
    .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('due_at').as('oldest')]);
  const timers = db
    .selectFrom('timers')
    .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('due_at').as('oldest')]);
  const webhooks = db
    .selectFrom('webhook_deliveries')
    .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('due_at').as('oldest')])
    .where('status', '=', sql.lit('pending' as const));
  return {
    outbox: await outbox.executeTakeFirstOrThrow(),
    timers: await timers.executeTakeFirstOrThrow(),
    webhooks: await webhooks.executeTakeFirstOrThrow(),
  };
}

/** Registers what waits in the database; the function returned brings the numbers up to date. */
function addQueueMetrics(context: Context, registry: Registry): () => Promise<void> {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'parley_queue_waiting',
    help: 'Entries of a queue that wait, due or not',
    labelNames: ['queue'],
    registers,
  });
  const lag = new Gauge({
    name: 'parley_queue_lag_seconds',
    help: 'How long the first entry of a queue has been due',
    labelNames: ['queue'],
    registers,
  });
  const failures = new Gauge({
    name: 'parley_events_set_aside',
    help: 'Events that a processor could not handle and passed over',
    registers,
  });
  return async () => {
    const now = context.clock.now();
    for (const [queue, state] of Object.entries(await queueStates(context))) {
      waiting.set({ queue }, Number(state.waiting));
      lag.set({ queue }, state.oldest === null ? 0 : Math.max(now - state.oldest, 0) / 1_000);
    }
    const { setAside } = await context.database.read
      .selectFrom('event_failures')
      .select(({ fn }) => fn.countAll<number>().as('setAside'))
      .executeTakeFirstOrThrow();
    failures.set(Number(setAside));
  };
}

/** Adds `/metrics`. Its numbers name no account and no object. */
export function addMetricsPage(server: FastifyInstance, context: Context): void {
  const registry = new Registry();
  addRequestMetrics(server, registry);
  addSocketMetrics(server, registry);
  const readQueues = addQueueMetrics(context, registry);
  let hasProcessMetrics = false;
  server.get('/metrics', async (_request, reply) => {
    // Watching the process costs a little; a server nobody scrapes does without.
    if (!hasProcessMetrics) collectDefaultMetrics({ register: registry });
    hasProcessMetrics = true;
    await readQueues();
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
