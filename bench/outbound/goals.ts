// What writing to customers is to reach, and whether it does.
import { type Outcome, outcomesTable } from '../goals-table.ts';
import { STORES, type StoreId } from '../routing/stores.ts';
import { number, spread, whole } from '../table.ts';
import type { BulkCell } from './measure-bulk.ts';
import { type OutboundResults, shareOf } from './results.ts';
import type { Stretch } from './stretches.ts';

/** One call does more than the requests it replaces, and is to be no slower. */
const LEAST_OF_SEPARATE = 1;
/** Of memory, and of the time for a recipient. */
const MOST_GROWTH = 1.2;

const storeIds = Object.keys(STORES) as StoreId[];

function callGoal(results: OutboundResults, store: StoreId): Outcome {
  const most = Math.max(...results.options.underWay);
  const share = shareOf(results, store, 'separate', most);
  return {
    goal: `${STORES[store]}: one calls a second at ${most} under way / four requests`,
    wanted: `≥ ${LEAST_OF_SEPARATE}`,
    measured: share === null ? null : spread(share),
    isMet: share !== null && share.median >= LEAST_OF_SEPARATE,
  };
}

/** How much larger something is in the second half of a bulk than around its fifth part. */
function growthOf(cell: BulkCell | undefined, pick: (stretch: Stretch) => number): number | null {
  const [early, late] = [0.2, 1].map((end) => cell?.stretches.find(({ to }) => to === end));
  return early === undefined || late === undefined ? null : pick(late) / pick(early);
}

function bulkGoals({ bulks, options }: OutboundResults, store: StoreId): Outcome[] {
  const cell = bulks.find((one) => one.store === store);
  const when = `${STORES[store]}: second half of ${whole(options.recipients[store])} recipients / 10 to 20 %`;
  const goals = [
    ['live memory', growthOf(cell, ({ live }) => live)],
    ['most memory resident', growthOf(cell, ({ resident }) => resident)],
    ['time a recipient', growthOf(cell, ({ perSecond }) => 1 / perSecond)],
  ] as const;
  return goals.map(([what, growth]) => ({
    goal: `${when}, ${what}`,
    wanted: `≤ ${MOST_GROWTH}`,
    measured: growth === null ? null : number(growth),
    isMet: growth !== null && growth <= MOST_GROWTH,
  }));
}

/** Every goal with its verdict. */
export function outboundGoalsTable(results: OutboundResults): string {
  const outcomes = storeIds.flatMap((store) => [callGoal(results, store), ...bulkGoals(results, store)]);
  return outcomesTable(outcomes);
}
