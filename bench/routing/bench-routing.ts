// The routing benchmark as the command line runs it: measured, printed, and told as a section of docs/performance.md.
import { type Facts, factsList } from '../document.ts';
import { routingGoalsTable } from './goals.ts';
import { measureRouting } from './measure-routing.ts';
import type { RoutingOptions } from './plan.ts';
import { claimTable, drainTable, latencyTable } from './results.ts';
import { routingSection } from './section.ts';

/**
 * Measures routing; what it starts is stopped with `running`, or before. Returns what to print and what to write.
 * Throws `FailedCheck` when a task was offered wrongly or not accounted for.
 */
export async function benchRouting(
  options: RoutingOptions,
  facts: Facts,
  folder: string,
  running: AsyncDisposableStack,
): Promise<{ printout: string; section: string }> {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(8);
  const results = await measureRouting(options, folder, running, (line) =>
    console.error(`${elapsed()}  ${line}`),
  );
  const tables = [latencyTable, drainTable, claimTable, routingGoalsTable].map((of) => of(results));
  return {
    printout: [factsList(facts), ...tables].join('\n\n'),
    section: routingSection(results, facts),
  };
}
