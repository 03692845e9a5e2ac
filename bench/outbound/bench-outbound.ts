// The outbound benchmark as the command line runs it: measured, printed, and told as a section of docs/performance.md.
import { type Facts, factsList } from '../document.ts';
import { outboundGoalsTable } from './goals.ts';
import { measureOutbound } from './measure-outbound.ts';
import type { OutboundOptions } from './plan.ts';
import { bulksTable, callsTable, stretchesTable } from './results.ts';
import { outboundSection } from './section.ts';

/**
 * Measures writing to customers; what it starts is stopped with `running`, or before. Returns what to print and what to
 * write. Throws `FailedCheck` when a customer was not written to, or twice, or a text did not arrive.
 */
export async function benchOutbound(
  options: OutboundOptions,
  facts: Facts,
  folder: string,
  running: AsyncDisposableStack,
): Promise<{ printout: string; section: string }> {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(8);
  const results = await measureOutbound(options, folder, running, (line) =>
    console.error(`${elapsed()}  ${line}`),
  );
  const tables = [callsTable, bulksTable, stretchesTable, outboundGoalsTable].map((of) => of(results));
  return {
    printout: [factsList(facts), ...tables].join('\n\n'),
    section: outboundSection(results, facts),
  };
}
