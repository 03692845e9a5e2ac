// Moments in words.

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** After a month the date says more than the number of days. */
const LONG_AGO_S = 30 * 86_400;

/** How long ago, or how soon, in the largest unit that fits. */
export function relativeTime(date: string, now: number): string {
  const seconds = Math.round((Date.parse(date) - now) / 1_000);
  if (Math.abs(seconds) > LONG_AGO_S) return day.format(Date.parse(date));
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, 'second');
}

/** Date and time to the second. */
export function exactTime(date: string): string {
  return exact.format(Date.parse(date));
}
