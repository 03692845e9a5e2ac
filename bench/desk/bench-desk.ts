// The desk's benchmark: what it measures, prints and writes.
import type { BenchPart } from '../bench-part.ts';
import { type DeskResults, measureDesk } from './measure-desk.ts';
import type { DeskOptions } from './plan.ts';
import { deskGoalsTable, framesTable } from './results.ts';
import { deskSection } from './section.ts';

/** Fails when the page reports an error. */
export const DESK: BenchPart<DeskOptions, DeskResults> = {
  measure: measureDesk,
  tables: [framesTable, deskGoalsTable],
  section: deskSection,
};
