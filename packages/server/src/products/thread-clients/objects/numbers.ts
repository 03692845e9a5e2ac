// How the events of objects are numbered: by the place in the log of what they tell of.
import { logNumber } from '#events/log-number.ts';
import type { PlacedEvent } from '#events/read-log.ts';

/** One event of the log changes at most so many items of a user's map; of every other object it changes one. */
const ITEMS_OF_USER = 4;

/** Number of what objects tell of an event of the log. */
export function numberOf(event: PlacedEvent): number {
  return logNumber(event);
}

/** The number of a user's map up to which everything before or at this number of the log is told. */
export function userUpTo(number: number): number {
  return number * ITEMS_OF_USER + ITEMS_OF_USER - 1;
}

/** Numbers of so many items of a user's map that are told at one number of the log; the last one ends it. */
export function userNumbers(number: number, items: number): readonly number[] {
  return Array.from({ length: items }, (_, item) => userUpTo(number) - items + 1 + item);
}

/**
 * The number of the log somebody has come to who knows a user's map up to this number; null when he has been told only
 * a part of what there was to tell.
 */
export function logNumberOfUser(number: number): number | null {
  const logNumber = Math.floor(number / ITEMS_OF_USER);
  return userUpTo(logNumber) === number ? logNumber : null;
}
