// The thread benchmark as the command line runs it: measured, printed, and told as a section of docs/performance.md.
import { type Facts, factsList } from '../document.ts';
import { threadGoalsTable } from './goals.ts';
import { measureThreads } from './measure-threads.ts';
import type { ThreadOptions } from './plan.ts';
import { crossingTable, delayTable, historyTable, rateTable } from './results.ts';
import { threadSection } from './section.ts';

/**
 * Measures conversations; what it starts is stopped with `running`, or before. Returns what to print and what to
 * write. Throws `FailedCheck` when a client was not told of something, or told twice, or out of order.
 */
export async function benchThreads(
  options: ThreadOptions,
  facts: Facts,
  folder: string,
  running: AsyncDisposableStack,
): Promise<{ printout: string; section: string }> {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(8);
  const results = await measureThreads(options, folder, running, (line) =>
    console.error(`${elapsed()}  ${line}`),
  );
  const tables = [rateTable, delayTable, crossingTable, historyTable, threadGoalsTable].map((of) =>
    of(results),
  );
  return {
    printout: [factsList(facts), ...tables].join('\n\n'),
    section: threadSection(results, facts),
  };
}
