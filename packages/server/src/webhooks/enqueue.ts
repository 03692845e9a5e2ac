// Writing a webhook into the log, inside the transaction of the change it tells of.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { DEFAULT_ATTEMPTS, MOST_ATTEMPTS } from './retry-policy.ts';
import { readTarget } from './target.ts';

/** The signal of a commit that holds webhooks to deliver. */
export const WEBHOOK_SIGNAL = 'webhook';

/** A request to be made to a customer's own server. */
export interface NewWebhook {
  readonly accountSid: string;
  /** SID of the object the webhook tells of: those of one object to one URL arrive in order. */
  readonly subjectSid?: string | null;
  /** Name of what happened, as the receiver knows it (`task.created`, `onMessageSent`). */
  readonly eventType: string;
  readonly url: string;
  /** `POST` sends the parameters as a form, `GET` in the query. */
  readonly method?: 'POST' | 'GET';
  readonly parameters: Readonly<Record<string, string>>;
  /** Attempts in all, 1 to 10. */
  readonly maxAttempts?: number;
}

/** Rows of one statement; databases bound the number of its parameters. */
const ROWS_AT_ONCE = 200;

function rowOf(webhook: NewWebhook, now: number): Record<keyof WebhookDeliveryRow, string | number | null> {
  const target = readTarget(webhook.url);
  const isUsable = 'url' in target;
  const attempts = Math.trunc(webhook.maxAttempts ?? DEFAULT_ATTEMPTS);
  return {
    sid: newSid('WD'),
    account_sid: webhook.accountSid,
    subject_sid: webhook.subjectSid ?? null,
    event_type: webhook.eventType,
    url: webhook.url,
    host: isUsable ? target.url.host : '',
    method: webhook.method ?? 'POST',
    parameters: JSON.stringify(webhook.parameters),
    status: isUsable ? 'pending' : 'failed',
    attempts: 0,
    max_attempts: Math.min(Math.max(attempts, 1), MOST_ATTEMPTS),
    due_at: isUsable ? now : null,
    response_status: null,
    response_body: null,
    error: isUsable ? null : target.refusal,
    date_created: now,
    date_updated: now,
  };
}

/**
 * Takes webhooks for delivery, in this order, once the caller's transaction is committed. It never refuses: a URL
 * that cannot be called is recorded as a failed delivery, so that the account finds it in its log.
 */
export async function enqueueWebhooks(tx: Transaction, webhooks: readonly NewWebhook[]): Promise<void> {
  if (webhooks.length === 0) return;
  const rows = webhooks.map((webhook) => rowOf(webhook, tx.now));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await insertRows(tx, 'webhook_deliveries', rows.slice(from, from + ROWS_AT_ONCE));
  }
  tx.signal(WEBHOOK_SIGNAL);
}

/** Takes one webhook for delivery; see `enqueueWebhooks`. */
export async function enqueueWebhook(tx: Transaction, webhook: NewWebhook): Promise<void> {
  await enqueueWebhooks(tx, [webhook]);
}
