// Points in time as people say them, in the reader's language.

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** After a month the date says more than the number of days. */
const LONG_AGO_S = 30 * 86_400;

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long ago, or how far ahead: `5 minutes ago`, `in 2 hours`, `just now`. */
export function relative(seconds: number): string {
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return seconds < 1 ? 'just now' : RELATIVE.format(Math.trunc(seconds), 'second');
}

/** How long ago something was; the date of what was long ago. */
export function ago(at: string | number, now: number = Date.now()): string {
  const time = new Date(at).getTime();
  const seconds = (time - now) / 1_000;
  return Math.abs(seconds) > LONG_AGO_S ? DAY.format(time) : relative(seconds);
}

/** A time of today or a day with its time, short. */
export function moment(at: string | number, now: number = Date.now()): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    undefined,
    isToday
      ? { timeStyle: 'short' }
      : { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  ).format(date);
}
