// When a message that could not leave is tried again.

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/** How long who took messages may be silent before others may take them. */
export const LEASE_MS = 60_000;

/**
 * The time of the next attempt, in milliseconds since the epoch: twice as late after every failure, at most five
 * minutes, and never sooner than the carrier asks for. `attempts` counts those already made.
 */
export function nextAttemptAt(now: number, attempts: number, askedMs = 0): number {
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** Math.max(attempts - 1, 0), LONGEST_DELAY_MS);
  return now + Math.max(backoff, askedMs);
}
