// How long something takes or has lasted, in as few characters as tell it.
import { words } from '#desk/words/supervisor.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const { times } = words;

/** Seconds in words: `45 s`, `3 min`, `1 h 5 min`, `2 d 4 h`. */
export function shortDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return times.seconds(whole);
  if (whole < HOUR) return times.minutes(Math.floor(whole / MINUTE));
  if (whole < DAY) return times.hours(Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE));
  return times.days(Math.floor(whole / DAY), Math.floor((whole % DAY) / HOUR));
}

/** The same with seconds up to ten minutes, where each of them counts. */
export function waitDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE || whole >= 10 * MINUTE || whole % MINUTE === 0) return shortDuration(whole);
  return times.minutesAndSeconds(Math.floor(whole / MINUTE), whole % MINUTE);
}

/** Seconds from a date of the API until now; 0 where there is none. */
export function secondsSince(date: string | null, now: number): number {
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? 0 : Math.max(0, Math.floor((now - time) / 1_000));
}
