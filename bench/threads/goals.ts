// What conversations are to reach, and whether they do.
import { type Outcome, outcomesTable } from '../goals-table.ts';
import { STORES, type StoreId } from '../routing/stores.ts';
import { number, whole } from '../table.ts';
import { CROSSINGS, MESSAGES_A_SECOND } from './crossing.ts';
import type { Pace } from './fan-out.ts';
import { fanOutOf, growthOf, ofBare, PACES, type ThreadResults } from './results.ts';

const LEAST_OF_BARE = 0.5;
const MOST_DELAY_MS = 50;
const MOST_CROSSING_MS = 100;
const MOST_GROWTH = 2;

const storeIds = Object.keys(STORES) as StoreId[];

function shareGoals(results: ThreadResults, store: StoreId): Outcome[] {
  return results.options.clients.map((clients) => {
    const share = ofBare(results, store, clients);
    return {
      goal: `${STORES[store]}: events delivered to ${whole(clients)} clients, of the bare fan-out`,
      wanted: `≥ ${LEAST_OF_BARE}`,
      measured: share === null ? null : number(share),
      isMet: share !== null && share >= LEAST_OF_BARE,
    };
  });
}

function delayGoal(results: ThreadResults, store: StoreId, pace: Pace): Outcome {
  const most = Math.max(...results.options.clients);
  const p99 = fanOutOf(results, store, most, pace)?.p99Ms;
  return {
    goal: `${STORES[store]}: p99 at ${whole(most)} clients and ${PACES[pace]}`,
    wanted: `< ${MOST_DELAY_MS} ms`,
    measured: p99 === undefined ? null : `${number(p99)} ms`,
    isMet: p99 !== undefined && p99 < MOST_DELAY_MS,
  };
}

function crossingGoals({ crossings }: ThreadResults): Outcome[] {
  return crossings.map(({ kind, refused, p99Ms }) => ({
    goal: `PostgreSQL: p99 of ${CROSSINGS[kind]} crossing, at ${MESSAGES_A_SECOND} messages/s`,
    wanted: `< ${MOST_CROSSING_MS} ms`,
    measured: `${number(p99Ms)} ms`,
    isMet: p99Ms < MOST_CROSSING_MS && refused === 0,
  }));
}

/** The request that grows most decides. */
function growthGoal({ histories, options }: ThreadResults, store: StoreId): Outcome {
  const cells = histories.filter((cell) => cell.store === store);
  const worst = cells.toSorted((a, b) => growthOf(b) - growthOf(a))[0];
  return {
    goal: `${STORES[store]}: any request with ${whole(options.history)} messages / 100`,
    wanted: `< ${MOST_GROWTH}`,
    measured: worst === undefined ? null : `${number(growthOf(worst))} (${worst.request})`,
    isMet: worst !== undefined && growthOf(worst) < MOST_GROWTH,
  };
}

/** Every goal with its verdict. */
export function threadGoalsTable(results: ThreadResults): string {
  const outcomes = [
    ...storeIds.flatMap((store) => [
      ...shareGoals(results, store),
      delayGoal(results, store, 'events'),
      delayGoal(results, store, 'posts'),
      growthGoal(results, store),
    ]),
    ...crossingGoals(results),
  ];
  return outcomesTable(outcomes);
}
