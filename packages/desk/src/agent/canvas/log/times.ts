// Times of the log in the browser's language.
import { words } from '#desk/words/canvas.ts';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

/** The time of day. */
export const clock = (date: number) => CLOCK.format(date);

/** What a divider calls a day. */
export function dayName(date: number, now: number): string {
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  const yesterday = new Date(today);
  yesterday.setDate(yesterday.getDate() - 1);
  if (date === today.getTime()) return words.today;
  if (date === yesterday.getTime()) return words.yesterday;
  const isThisYear = new Date(date).getFullYear() === today.getFullYear();
  return (isThisYear ? DAY : DAY_OF_YEAR).format(date);
}
