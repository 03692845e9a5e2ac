// What is to be reached, beside what was measured.
import { table } from './table.ts';

/** A goal and what came of it. */
export interface Outcome {
  readonly goal: string;
  readonly wanted: string;
  /** Null when it was not measured. */
  readonly measured: string | null;
  readonly isMet: boolean;
}

/** Every goal with its verdict. */
export function outcomesTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ goal, wanted, measured, isMet }) => [
    goal,
    wanted,
    measured ?? '–',
    measured === null ? 'not measured' : isMet ? 'met' : 'missed',
  ]);
  return table(['Goal', 'wanted', 'measured', 'verdict'], rows);
}
