// The path of a sparkline: time to the right, how many upwards; a count holds until the next one.
import type { Sample } from './samples.ts';

/** Where the line is drawn. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** Milliseconds at the left and at the right edge. */
  readonly from: number;
  readonly to: number;
}

/** Room for the stroke. */
const EDGE = 1.5;
/** A page that was not seen for so long has a gap. */
const GAP_MS = 60_000;

const round = (value: number) => Math.round(value * 10) / 10;

/** The path as SVG takes it, and where it ends; an empty path for no samples. */
export function sparkline(samples: readonly Sample[], { width, height, from, to }: Frame) {
  const top = Math.max(1, ...samples.map(([, waiting]) => waiting));
  const x = (at: number) => round(EDGE + ((Math.max(from, at) - from) / (to - from)) * (width - 2 * EDGE));
  const y = (waiting: number) => round(height - EDGE - (waiting / top) * (height - 2 * EDGE));
  const parts: string[] = [];
  for (const [index, [at, waiting]] of samples.entries()) {
    const before = samples[index - 1];
    if (before === undefined || at - before[0] > GAP_MS) parts.push(`M${x(at)} ${y(waiting)}`);
    else if (before[1] === waiting) parts.push(`H${x(at)}`);
    else parts.push(`H${x(at)}V${y(waiting)}`);
  }
  const last = samples.at(-1);
  return { path: parts.join(''), end: last === undefined ? null : { x: x(last[0]), y: y(last[1]) }, top };
}
