// How a benchmark of several tables is run from the command line: measured, printed, and told as a section of the document.
import { type Facts, factsList } from './document.ts';

/** A benchmark: how it is measured, the tables it prints and the section it writes. */
export interface BenchPart<Options, Results> {
  readonly measure: (
    options: Options,
    folder: string,
    running: AsyncDisposableStack,
    tell: (line: string) => void,
  ) => Promise<Results>;
  readonly tables: readonly ((results: Results) => string)[];
  readonly section: (results: Results, facts: Facts) => string;
}

/**
 * Measures, telling how it goes on; what is started is stopped with `running`, or before. Returns what to print and what
 * to write. Throws `FailedCheck` when the server did something wrongly.
 */
export async function benchPart<Options, Results>(
  { measure, tables, section }: BenchPart<Options, Results>,
  options: Options,
  facts: Facts,
  folder: string,
  running: AsyncDisposableStack,
): Promise<{ printout: string; section: string }> {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(8);
  const results = await measure(options, folder, running, (line) => console.error(`${elapsed()}  ${line}`));
  return {
    printout: [factsList(facts), ...tables.map((of) => of(results))].join('\n\n'),
    section: section(results, facts),
  };
}
