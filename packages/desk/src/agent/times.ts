// How long ago, and how long still, in few letters.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function unit(name: 'minute' | 'hour' | 'day') {
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: name, unitDisplay: 'short' });
}

const MINUTES = unit('minute');
const HOURS = unit('hour');
const DAYS = unit('day');

/** `3 min`, `2 hr`, `4 days`; null for less than a minute. */
export function ageIn(milliseconds: number): string | null {
  if (milliseconds < MINUTE) return null;
  if (milliseconds < HOUR) return MINUTES.format(Math.floor(milliseconds / MINUTE));
  if (milliseconds < DAY) return HOURS.format(Math.floor(milliseconds / HOUR));
  return DAYS.format(Math.floor(milliseconds / DAY));
}

/** `0:07`, `12:30`, `1:02:03`. */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}
