// What routing is to reach, and whether it does.
import { type Outcome, outcomesTable } from '../goals-table.ts';
import { number, whole } from '../table.ts';
import { ARRIVALS, type LatencyCell } from './latency.ts';
import { USUAL } from './plan.ts';
import {
  drainCells,
  latencyCells,
  medianOver,
  milliseconds,
  type RoutingResults,
  storeIds,
} from './results.ts';
import { STORES, type StoreId } from './stores.ts';

const FEW = 100;
const MANY = 10_000;
const MOST_MS = 20;
const MOST_GROWTH = 2;
const LEAST_PER_SECOND = 1_000;

function latencyGoal(results: RoutingResults, store: StoreId): Outcome {
  const cells = latencyCells(results, store, USUAL.workers, 0);
  const p99 = medianOver(cells, ({ afterCommit }) => afterCommit.p99Ms);
  return {
    goal: `${STORES[store]}: p99 at ${whole(USUAL.workers)} workers and ${ARRIVALS} tasks/s`,
    wanted: `< ${MOST_MS} ms`,
    measured: p99 === null ? null : `${milliseconds(p99)} ms`,
    isMet: p99 !== null && p99 < MOST_MS,
  };
}

function growthGoal(store: StoreId, what: string, few: number | null, many: number | null): Outcome {
  const growth = few === null || many === null || few === 0 ? null : many / few;
  return {
    goal: `${STORES[store]}: ${what}, ${whole(MANY)} workers / ${whole(FEW)}`,
    wanted: `< ${MOST_GROWTH}`,
    measured: growth === null ? null : number(growth),
    isMet: growth !== null && growth < MOST_GROWTH,
  };
}

function growthGoals(results: RoutingResults, store: StoreId): Outcome[] {
  const steady = (workers: number, pick: (cell: LatencyCell) => number | null) =>
    medianOver(latencyCells(results, store, workers, 0), pick);
  const eachMs = (workers: number) =>
    medianOver(
      drainCells(results, store, 'opening', workers, USUAL.waiting),
      ({ perSecond }) => 1_000 / perSecond,
    );
  const processor = ({ processorMs }: LatencyCell) => processorMs;
  const deciding = ({ decidingUs }: LatencyCell) => decidingUs;
  return [
    growthGoal(store, 'server CPU a task', steady(FEW, processor), steady(MANY, processor)),
    growthGoal(store, 'deciding on a task', steady(FEW, deciding), steady(MANY, deciding)),
    growthGoal(store, 'time an offer when queues open', eachMs(FEW), eachMs(MANY)),
  ];
}

function drainGoal(results: RoutingResults, store: StoreId): Outcome {
  const cells = drainCells(results, store, 'sign-in', USUAL.workers, USUAL.waiting);
  const perSecond = medianOver(cells, (cell) => cell.perSecond);
  return {
    goal: `${STORES[store]}: ${whole(USUAL.waiting)} waiting tasks offered, workers sign in`,
    wanted: `> ${whole(LEAST_PER_SECOND)}/s`,
    measured: perSecond === null ? null : `${number(perSecond)}/s`,
    isMet: perSecond !== null && perSecond > LEAST_PER_SECOND,
  };
}

/** Every goal on every database with its verdict. */
export function routingGoalsTable(results: RoutingResults): string {
  const outcomes = storeIds.flatMap((store) => [
    latencyGoal(results, store),
    ...growthGoals(results, store),
    drainGoal(results, store),
  ]);
  return outcomesTable(outcomes);
}
