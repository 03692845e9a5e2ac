// Quiet hours: whether it is night at the recipient's, and when it ends.

/** Quiet from `start` until `end`, in minutes after midnight; an `end` before the `start` is on the next day. */
export interface QuietHours {
  readonly start: number;
  readonly end: number;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** A region whose zones leave no common waking hour is given up after this long. */
const HORIZON_MS = 3 * DAY_MINUTES * MINUTE_MS;

/** Clocks are put forward by quarters of an hour, and by two hours at most. */
const STEP_BACK_MS = 15 * MINUTE_MS;
const MOST_STEPS_BACK = 8;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

function partsAt(at: number, zone: string): Record<string, string> {
  return Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
}

/** Whether the name is one of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day at that time in the zone: `2026-06-01`. */
export function dayIn(zone: string, at: number): string {
  const parts = partsAt(at, zone);
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

function minuteIn(zone: string, at: number): number {
  const parts = partsAt(at, zone);
  return Number(parts['hour']) * 60 + Number(parts['minute']);
}

/** Minutes until the quiet hours end in this zone; 0 when they are not. */
function minutesLeft(hours: QuietHours, zone: string, at: number): number {
  const minute = minuteIn(zone, at);
  const length = (hours.end - hours.start + DAY_MINUTES) % DAY_MINUTES;
  const passed = (minute - hours.start + DAY_MINUTES) % DAY_MINUTES;
  return passed < length ? length - passed : 0;
}

/**
 * When the recipient may be sent to again: null when it may at once, else the first full minute that is quiet in
 * none of the zones. In a region without such a minute it is three days later.
 */
export function quietUntil(hours: QuietHours, zones: readonly string[], at: number): number | null {
  const minutesQuiet = (time: number) => Math.max(...zones.map((zone) => minutesLeft(hours, zone, time)));
  let until = at;
  while (until - at < HORIZON_MS) {
    const left = minutesQuiet(until);
    if (left === 0) break;
    until = Math.floor(until / MINUTE_MS) * MINUTE_MS + left * MINUTE_MS;
  }
  if (until === at) return null;
  // Clocks that went forward meanwhile have brought the end nearer than the minutes that were left.
  for (let step = 0; step < MOST_STEPS_BACK; step += 1) {
    const earlier = until - STEP_BACK_MS;
    if (earlier <= at || minutesQuiet(earlier) > 0) break;
    until = earlier;
  }
  return until;
}
