// The window of time cumulative statistics are asked for: `Minutes`, or `StartDate` and `EndDate`.
import { date, int } from '#http/parameters.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { GRAINS, spanEnd, spanStart } from './grains.ts';

const MINUTE = GRAINS[0];
/** Minutes before the end when nothing else is said (TaskRouter "Statistics", `Minutes`). */
const DEFAULT_MINUTES = 15;
/** How far back statistics go (error 14241). */
const LONGEST_AGO_MS = 30 * 86_400_000;

/** The parameters of a window. */
export const windowParameters = {
  Minutes: int(1).nullish(),
  StartDate: date().nullish(),
  EndDate: date().nullish(),
};

/** What the caller asks for; dates are milliseconds since the epoch. */
export interface WindowInput {
  readonly Minutes?: number | null | undefined;
  readonly StartDate?: number | null | undefined;
  readonly EndDate?: number | null | undefined;
}

/** A window of whole minutes; only the minute that is still running is cut off at the present. */
export interface StatisticsWindow {
  /** Milliseconds since the epoch, the start of a minute. */
  readonly from: number;
  /** The end of a minute, or the present. */
  readonly to: number;
  /** The end of the minute `to` lies in. */
  readonly lastMinuteEnd: number;
}

/**
 * The window that was asked for, widened to whole minutes; what lies in the future is left out. 400/20001 for
 * `Minutes` together with dates, a start in the future and an end before the start; 400/14241 for a start more
 * than 30 days ago.
 */
export function readWindow(input: WindowInput, now: number): StatisticsWindow {
  const { Minutes: minutes, StartDate: start, EndDate: end } = input;
  const hasDates = (start ?? null) !== null || (end ?? null) !== null;
  if ((minutes ?? null) !== null && hasDates) {
    throw invalidParameter('Minutes', 'it cannot be combined with StartDate and EndDate');
  }
  const to = Math.min(end ?? now, now);
  const from = start ?? to - (minutes ?? DEFAULT_MINUTES) * MINUTE;
  if (from > now) throw invalidParameter('StartDate', 'it is in the future');
  if (to < from) throw invalidParameter('EndDate', 'it is before StartDate');
  if (from < now - LONGEST_AGO_MS) {
    throw apiError(14241, undefined, { parameter: hasDates ? 'StartDate' : 'Minutes' });
  }
  // The minute that is running belongs to a window up to the present, also in its very first millisecond.
  const lastMinuteEnd = to === now ? spanStart(now, MINUTE) + MINUTE : spanEnd(to, MINUTE);
  return { from: spanStart(from, MINUTE), to: Math.min(lastMinuteEnd, now), lastMinuteEnd };
}
