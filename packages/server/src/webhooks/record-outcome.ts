// Writing down how an attempt ended: delivered, failed, or to be made again.
import type { Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import type { TakenDelivery } from './delivery-queue.ts';
import type { Outcome } from './outcome.ts';
import { isDelivered, isRetryable, retryDelay } from './retry-policy.ts';

/** A number from 0 to 1 that is the delivery's own. */
function shareOf(sid: string): number {
  return Number.parseInt(sid.slice(-4), 16) / 0xffff;
}

/** Why an attempt to tell something failed; null when it did not. */
export function noticeError(outcome: Outcome): string | null {
  if (outcome.kind === 'stopped' || isDelivered(outcome)) return null;
  if (outcome.kind !== 'answered') return outcome.error;
  if (outcome.status >= 300 && outcome.status < 400) {
    return `The receiver answered ${outcome.status}; redirects are not followed`;
  }
  return `The receiver answered ${outcome.status}`;
}

/** Who waits for an answer asks again at once; notices leave their receiver time. */
function nextAttempt(taken: TakenDelivery, outcome: Outcome, now: number): number {
  if (taken.asker !== null) return now;
  const asked = outcome.kind === 'answered' ? outcome.retryAfter : null;
  return now + retryDelay(taken.attempts + 1, shareOf(taken.sid), asked);
}

/** What the row of a delivery says after an attempt ended so; `error` is null when it succeeded. */
export function rowAfter(
  taken: TakenDelivery,
  outcome: Outcome,
  error: string | null,
  now: number,
): Partial<WebhookDeliveryRow> {
  if (outcome.kind === 'stopped') return { due_at: now };
  const attempts = taken.attempts + 1;
  const isRetried = error !== null && isRetryable(outcome, taken.retry_rule) && attempts < taken.max_attempts;
  return {
    attempts,
    status: error === null ? 'delivered' : isRetried ? 'pending' : 'failed',
    due_at: isRetried ? nextAttempt(taken, outcome, now) : null,
    response_status: outcome.kind === 'answered' ? outcome.status : null,
    response_body: outcome.kind === 'answered' ? outcome.body : null,
    error,
    date_updated: now,
  };
}

/**
 * Writes down how a taken delivery ended and resolves with its row; with null when nothing was written because
 * its lease has passed to another process.
 */
export async function recordOutcome(
  tx: Transaction,
  taken: TakenDelivery,
  outcome: Outcome,
  error: string | null,
): Promise<WebhookDeliveryRow | null> {
  const row = await tx.db
    .updateTable('webhook_deliveries')
    .set(rowAfter(taken, outcome, error, tx.now))
    .where('sid', '=', taken.sid)
    .where('status', '=', 'pending')
    .where('due_at', '=', taken.due_at)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
