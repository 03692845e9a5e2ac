// String identifiers (SIDs): two capital letters and 32 lower-case hex digits, ordered by creation.
import { randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 8;
const pool = Buffer.alloc(RANDOM_BYTES * 512);
let poolOffset = pool.length;
let lastMillisecond = 0;
let sequence = 0;

/** Forty-four bits of milliseconds and twenty bits of sequence fill the ordered half of a SID. */
const TIME_DIGITS = 11;
const SEQUENCE_DIGITS = 5;
const SEQUENCE_LIMIT = 16 ** SEQUENCE_DIGITS;

function randomDigits(): string {
  if (poolOffset >= pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const digits = pool.toString('hex', poolOffset, poolOffset + RANDOM_BYTES);
  poolOffset += RANDOM_BYTES;
  return digits;
}

/**
 * A new SID with the given two-letter prefix. SIDs made by one process sort in the order they were made,
 * so a list ordered by SID is a list ordered by creation and the index needs no second column.
 *
 * It reads the wall clock, not the injected one: identifiers must keep growing while a test moves time.
 */
export function newSid(prefix: string): string {
  const now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = 0;
  } else {
    sequence += 1;
    if (sequence === SEQUENCE_LIMIT) {
      lastMillisecond += 1;
      sequence = 0;
    }
  }
  const time = lastMillisecond.toString(16).padStart(TIME_DIGITS, '0');
  return prefix + time + sequence.toString(16).padStart(SEQUENCE_DIGITS, '0') + randomDigits();
}

const SID = /^[A-Z]{2}[0-9a-fA-F]{32}$/;

/** Whether the text has the shape of a SID and, when given, its prefix. */
export function isSid(text: string, prefix?: string): boolean {
  return SID.test(text) && (prefix === undefined || text.startsWith(prefix));
}

/** The part of a SID that tells when it was made: of two, the smaller one is older, whatever their prefixes. */
export function creationMark(sid: string): string {
  return sid.slice(2);
}
