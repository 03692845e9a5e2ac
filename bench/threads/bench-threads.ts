// The thread benchmark: what it measures, prints and writes.
import type { BenchPart } from '../bench-part.ts';
import { threadGoalsTable } from './goals.ts';
import { measureThreads } from './measure-threads.ts';
import type { ThreadOptions } from './plan.ts';
import { crossingTable, delayTable, historyTable, rateTable, type ThreadResults } from './results.ts';
import { threadSection } from './section.ts';

/** Fails when a client was not told of something, or told twice, or out of order. */
export const THREADS: BenchPart<ThreadOptions, ThreadResults> = {
  measure: measureThreads,
  tables: [rateTable, delayTable, crossingTable, historyTable, threadGoalsTable],
  section: threadSection,
};
