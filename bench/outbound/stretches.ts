// A bulk in stretches of its recipients: how fast each was, and the most memory the server held in it.
import { STRETCH_ENDS } from './plan.ts';
import type { Sight } from './watch.ts';

/** One stretch. */
export interface Stretch {
  /** Parts of the recipients, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** When it ended, seconds since the bulks were begun. */
  readonly endedAt: number;
  readonly perSecond: number;
  /** Bytes, the most there were. */
  readonly resident: number;
  /** Bytes alive at its end, after a collection of garbage. */
  readonly live: number;
}

/** Cuts what was seen into stretches; each begins with the sight the one before ended with. */
export function stretchesOf(sights: readonly Sight[], recipients: number): Stretch[] {
  let begin = 0;
  return STRETCH_ENDS.map((to, number) => {
    const found = sights.findIndex(({ written }) => written >= to * recipients);
    const end = Math.max(found === -1 ? sights.length - 1 : found, begin + 1);
    const own = sights.slice(begin, end + 1);
    const [first, last] = [own[0]!, own.at(-1)!];
    begin = Math.min(end, sights.length - 2);
    return {
      from: STRETCH_ENDS[number - 1] ?? 0,
      to,
      endedAt: last.at,
      perSecond: (last.written - first.written) / (last.at - first.at),
      resident: Math.max(...own.map(({ resident }) => resident)),
      live: own.findLast(({ live }) => live !== null)?.live ?? 0,
    };
  });
}
