// Points in time as the page says them, in the reader's language.

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago, or how far ahead: `5 minutes ago`, `in 2 hours`, `now`. */
export function relative(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** How long ago something was. */
export function ago(at: string | number, now: number = Date.now()): string {
  return relative((new Date(at).getTime() - now) / 1_000);
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

/** A day and its time in full, for those who point at it. */
export function exactly(at: string | number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at));
}
