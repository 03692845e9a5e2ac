// The spans of time figures are kept by, and the fewest of them that make up a window.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Spans from the shortest to the longest, in milliseconds; each is made up of whole ones of those before it. */
export const GRAINS = [MINUTE, HOUR, DAY] as const;

export type Grain = (typeof GRAINS)[number];

/** Spans of one length that follow each other: from the one that starts at `from` to before `to`. */
export interface GrainRange {
  readonly grain: Grain;
  /** Milliseconds since the epoch, like `to`. */
  readonly from: number;
  readonly to: number;
}

/** The start of the span a moment lies in. */
export function spanStart(at: number, grain: number): number {
  return Math.floor(at / grain) * grain;
}

/** The end of the span a moment lies in; a moment between two spans is the end of the first. */
export function spanEnd(at: number, grain: number): number {
  return Math.ceil(at / grain) * grain;
}

/**
 * The ranges that make up a window of whole minutes: minutes at its edges, then hours, and days in its midst. At
 * most five, of at most 118 minutes, 46 hours and as many days as the window has.
 */
export function rangesOf(from: number, to: number): GrainRange[] {
  return split(from, to, GRAINS.length - 1);
}

function split(from: number, to: number, level: number): GrainRange[] {
  if (from >= to) return [];
  const grain = GRAINS[level]!;
  const inner = { grain, from: spanEnd(from, grain), to: spanStart(to, grain) };
  if (level === 0) return [{ grain, from, to }];
  if (inner.from >= inner.to) return split(from, to, level - 1);
  return [...split(from, inner.from, level - 1), inner, ...split(inner.to, to, level - 1)];
}
