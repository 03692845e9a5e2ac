// What happened within a window of time: counts of tasks and reservations, and how long tasks waited.
import { COUNTERS, type Counter, WAITS, type Wait } from './counted-events.ts';

/** Waits in whole seconds. */
export interface WaitFigures {
  readonly count: number;
  readonly total: number;
  /** Null when there was none, like `most`. */
  readonly least: number | null;
  readonly most: number | null;
}

/** The figures of one scope. */
export type Figures = Readonly<Record<Counter, number>> &
  Readonly<Record<Wait, WaitFigures>> & {
    /** Accepted reservations but for those of transferred tasks. */
    readonly first_acceptances: number;
  };

const NO_WAITS: WaitFigures = { count: 0, total: 0, least: null, most: null };

/** The figures of a scope in which nothing happened. */
export const NO_FIGURES: Figures = Object.fromEntries([
  ...COUNTERS.map((counter) => [counter, 0]),
  ...WAITS.map((wait) => [wait, NO_WAITS]),
  ['first_acceptances', 0],
]) as Figures;

function lesser(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function addedWaits(a: WaitFigures, b: WaitFigures): WaitFigures {
  return {
    count: a.count + b.count,
    total: a.total + b.total,
    least: lesser(a.least, b.least),
    most: greater(a.most, b.most),
  };
}

/** The figures of two scopes that have nothing in common, taken together. */
export function addedFigures(a: Figures, b: Figures): Figures {
  return Object.fromEntries([
    ...COUNTERS.map((counter) => [counter, a[counter] + b[counter]]),
    ...WAITS.map((wait) => [wait, addedWaits(a[wait], b[wait])]),
    ['first_acceptances', a.first_acceptances + b.first_acceptances],
  ]) as Figures;
}

/** The average in whole seconds; 0 of nothing. */
export function averageOf({ count, total }: Pick<WaitFigures, 'count' | 'total'>): number {
  return count === 0 ? 0 : Math.round(total / count);
}
