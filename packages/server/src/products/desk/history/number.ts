// The place of a message among all of the history: a number that grows with the time it was said, and is its own.
import { createHash } from 'node:crypto';

/** Messages of one millisecond that can be told apart. The numbers stay exact until the year 2109. */
const PLACES = 2_048;

/** A number for a message: the same whenever it is asked for, and seldom that of another one. */
export function messageNumber(messageSid: string, milliseconds: number): number {
  const place = createHash('sha256').update(messageSid).digest().readUInt16BE(0) % PLACES;
  return milliseconds * PLACES + place;
}

/** Another number near a time, for where the number is taken: the further away, the more were in the way before. */
export function otherNumber(milliseconds: number, attempt: number): number {
  return milliseconds * PLACES + Math.floor(Math.random() * PLACES * 2 ** attempt);
}

/** The numbers of what was said from this time on begin here. */
export function numberAt(milliseconds: number): number {
  return milliseconds * PLACES;
}
