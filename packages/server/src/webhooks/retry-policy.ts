// Which outcomes of a delivery are tried again, and when.
import type { Outcome } from './outcome.ts';

/** Attempts in all when the one who enqueues says nothing. */
export const DEFAULT_ATTEMPTS = 5;
/** Attempts in all at most. */
export const MOST_ATTEMPTS = 10;

const FIRST_DELAY_MS = 2_000;
const GROWTH = 4;
const LONGEST_DELAY_MS = 10 * 60 * 1_000;
/** Part of the delay that differs between deliveries, so that they do not all come back at once. */
const SPREAD = 0.25;

/** What is tried again where only a receiver that is busy or silent is (Programmable Chat "Webhook Events"). */
const BUSY = new Set([429, 503, 504]);

/**
 * Whether a delivery that ended so may succeed when it is tried again. By the rule `busy` only 429, 503, 504 and no
 * answer at all are tried again.
 */
export function isRetryable(outcome: Outcome, rule: 'busy' | null = null): boolean {
  if (outcome.kind !== 'answered') return outcome.kind === 'unreachable';
  return rule === 'busy' ? BUSY.has(outcome.status) : outcome.status >= 500 || outcome.status === 429;
}

/** Whether the receiver took the webhook. */
export function isDelivered(outcome: Outcome): boolean {
  return outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
}

/**
 * Milliseconds until the next attempt, after `attempt` (1 for the first) has failed: 2, 8, 32 seconds and so on
 * up to ten minutes, and up to a quarter more by `share` (0 to 1). A receiver that asks for more time with
 * `Retry-After` gets it, up to the same ten minutes.
 */
export function retryDelay(attempt: number, share: number, askedFor: number | null = null): number {
  const grown = Math.min(FIRST_DELAY_MS * GROWTH ** (attempt - 1), LONGEST_DELAY_MS);
  const asked = Math.min(askedFor ?? 0, LONGEST_DELAY_MS);
  return Math.round(Math.max(grown, asked) * (1 + SPREAD * share));
}
