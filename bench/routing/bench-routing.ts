// The routing benchmark: what it measures, prints and writes.
import type { BenchPart } from '../bench-part.ts';
import { routingGoalsTable } from './goals.ts';
import { measureRouting } from './measure-routing.ts';
import type { RoutingOptions } from './plan.ts';
import { claimTable, drainTable, latencyTable, type RoutingResults } from './results.ts';
import { routingSection } from './section.ts';

/** Fails when a task was offered wrongly or not accounted for. */
export const ROUTING: BenchPart<RoutingOptions, RoutingResults> = {
  measure: measureRouting,
  tables: [latencyTable, drainTable, claimTable, routingGoalsTable],
  section: routingSection,
};
