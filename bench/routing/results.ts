// The tables of a routing run: how soon new tasks are offered, how fast waiting ones, the limit, and the goals.
import { medianOf } from '../statistics.ts';
import { number, table, whole } from '../table.ts';
import type { ClaimCell } from './claims.ts';
import { CAUSES, type Cause, type DrainCell } from './drain.ts';
import type { Latency, LatencyCell } from './latency.ts';
import { LATEST_MS } from './latency.ts';
import { claimTrials, drainTrials, latencyTrials, type RoutingOptions } from './plan.ts';
import { STORES, type StoreId } from './stores.ts';

/** Everything a routing run found out. */
export interface RoutingResults {
  readonly options: RoutingOptions;
  /** Why there is no PostgreSQL; null when there is. */
  readonly absent: string | null;
  readonly latency: LatencyCell[];
  readonly drains: DrainCell[];
  readonly claims: ClaimCell[];
}

export const storeIds = Object.keys(STORES) as StoreId[];

/** Trials of one database at one size, in all rounds. */
export function latencyCells(
  { latency }: RoutingResults,
  store: StoreId,
  workers: number,
  waiting: number,
): LatencyCell[] {
  return latency.filter(
    (cell) => cell.store === store && cell.workers === workers && cell.waiting === waiting,
  );
}

/** Trials of one database, cause and size, in all rounds. */
export function drainCells(
  { drains }: RoutingResults,
  store: StoreId,
  cause: Cause,
  workers: number,
  waiting: number,
): DrainCell[] {
  return drains.filter(
    (cell) =>
      cell.store === store && cell.cause === cause && cell.workers === workers && cell.waiting === waiting,
  );
}

/** Trials of one way to claim, in all rounds. */
function claimCells({ claims }: RoutingResults, connections: number, batch: number): ClaimCell[] {
  return claims.filter((cell) => cell.connections === connections && cell.batch === batch);
}

/** Median over rounds; null when nothing was measured. */
export function medianOver<Cell>(cells: readonly Cell[], pick: (cell: Cell) => number | null): number | null {
  const values = cells.map(pick).filter((value) => value !== null);
  return values.length === 0 ? null : medianOf(values);
}

const shown = (value: number | null) => (value === null ? '–' : number(value));

/** A latency; one that was never over is longer than was waited for. */
export function milliseconds(value: number | null): string {
  return value === Infinity ? `> ${whole(LATEST_MS)}` : shown(value);
}

/** How soon new tasks are offered: a row for every database and size. */
export function latencyTable(results: RoutingResults): string {
  const rows = latencyTrials(results.options).flatMap(({ workers, waiting }) =>
    storeIds.flatMap((store) => {
      const cells = latencyCells(results, store, workers, waiting);
      if (cells.length === 0) return [];
      const of = (pick: (cell: LatencyCell) => Latency, part: keyof Latency) =>
        milliseconds(medianOver(cells, (cell) => pick(cell)[part]));
      return [
        [
          STORES[store],
          whole(workers),
          whole(waiting),
          shown(medianOver(cells, ({ perSecond }) => perSecond)),
          of(({ afterCommit }) => afterCommit, 'p50Ms'),
          of(({ afterCommit }) => afterCommit, 'p99Ms'),
          of(({ afterRequest }) => afterRequest, 'p50Ms'),
          of(({ afterRequest }) => afterRequest, 'p99Ms'),
          shown(medianOver(cells, ({ processorMs }) => processorMs)),
          shown(medianOver(cells, ({ decidingUs }) => decidingUs)),
        ],
      ];
    }),
  );
  const head = [
    'New tasks are offered',
    'workers',
    'waiting',
    'tasks/s',
    'p50 ms',
    'p99 ms',
    'p50 from request',
    'p99 from request',
    'CPU ms a task',
    'deciding µs a task',
  ];
  return table(head, rows);
}

/** How fast waiting tasks are offered: a row for every database, cause and size. */
export function drainTable(results: RoutingResults): string {
  const rows = drainTrials(results.options).flatMap(({ cause, workers, waiting }) =>
    storeIds.flatMap((store) => {
      const cells = drainCells(results, store, cause, workers, waiting);
      if (cells.length === 0) return [];
      const perSecond = medianOver(cells, (cell) => cell.perSecond);
      const limit = medianOver(claimCells(results, 1, 1), (cell) => cell.perSecond);
      return [
        [
          `${STORES[store]}, ${CAUSES[cause]}`,
          whole(workers),
          whole(waiting),
          whole(medianOf(cells.map(({ offered }) => offered))),
          shown(medianOver(cells, ({ seconds }) => seconds)),
          shown(perSecond),
          shown(limit === null || perSecond === null ? null : perSecond / limit),
          shown(medianOver(cells, ({ serverMs }) => serverMs)),
          shown(medianOver(cells, ({ databaseMs }) => databaseMs)),
        ],
      ];
    }),
  );
  const head = [
    'Waiting tasks are offered',
    'workers',
    'waiting',
    'offered',
    'seconds',
    'offers/s',
    'of one claimer',
    'server CPU ms each',
    'database CPU ms each',
  ];
  return table(head, rows);
}

/** The limit: a row for every way to claim. */
export function claimTable(results: RoutingResults): string {
  const rows = claimTrials(results.options).map(({ connections, batch, waiting }) => {
    const cells = claimCells(results, connections, batch);
    const kind = batch === 1 ? 'one task' : `${batch} tasks`;
    return [
      `PostgreSQL, ${kind} a claim`,
      String(connections),
      whole(waiting),
      shown(medianOver(cells, ({ perSecond }) => perSecond)),
    ];
  });
  const reason = results.absent === null ? '' : `\n\nPostgreSQL could not be measured: ${results.absent}`;
  return table(['Claimed from a table, not routed', 'connections', 'waiting', 'claims/s'], rows) + reason;
}
