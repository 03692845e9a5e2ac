// Writing a webhook into the log, inside the transaction of the change it tells of.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { ANSWER_LIMIT_MS } from './deliver.ts';
import { laneOf } from './lanes.ts';
import { DEFAULT_ANSWER_LIMIT_MS, type Question } from './question.ts';
import { DEFAULT_ATTEMPTS, MOST_ATTEMPTS } from './retry-policy.ts';
import { readTarget } from './target.ts';

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
  /** Attempts in all, 1 to 10. Without it five, and one of a question. */
  readonly maxAttempts?: number;
  /** Which failures are tried again: without it every one that may pass. See `isRetryable`. */
  readonly retryRule?: 'busy';
  /** Milliseconds the receiver has, 15 seconds at most and unless said. A question says so itself. */
  readonly answerLimit?: number;
  /** Given when the answer matters. */
  readonly question?: Question;
}

/** Rows of one statement; databases bound the number of its parameters. */
const ROWS_AT_ONCE = 200;
/** As many characters are kept of the URL of a question that cannot be called. */
const LONGEST_UNUSABLE = 500;

/** A delivery about to be written. */
export type NewRow = { readonly [Column in keyof WebhookDeliveryRow]: WebhookDeliveryRow[Column] };

function withinLimit(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 1), ANSWER_LIMIT_MS);
}

function questionColumns(question: Question | undefined, answerLimit: number | undefined) {
  if (question === undefined) {
    const limit = answerLimit === undefined ? null : withinLimit(answerLimit);
    return { asker: null, asker_facts: null, fallback_url: null, answer_limit: limit };
  }
  return {
    asker: question.asker,
    asker_facts: JSON.stringify(question.facts ?? {}),
    fallback_url: question.fallbackUrl ?? null,
    answer_limit: withinLimit(question.answerLimit ?? DEFAULT_ANSWER_LIMIT_MS),
  };
}

/**
 * A URL that cannot be called fails at once, but for a question: it is taken like the others and refused then,
 * because its fallback must be asked or its asker be told.
 */
export function rowOf(webhook: NewWebhook, now: number): NewRow {
  const target = readTarget(webhook.url);
  const isUsable = 'url' in target;
  const isPending = isUsable || webhook.question !== undefined;
  const attempts = webhook.maxAttempts ?? (webhook.question === undefined ? DEFAULT_ATTEMPTS : 1);
  return {
    sid: newSid('WD'),
    account_sid: webhook.accountSid,
    subject_sid: webhook.subjectSid ?? null,
    event_type: webhook.eventType,
    // An index over the URLs of pending deliveries must hold it; one this long is not called.
    url: isUsable || !isPending ? webhook.url : webhook.url.slice(0, LONGEST_UNUSABLE),
    host: isUsable ? target.url.host : '',
    method: webhook.method ?? 'POST',
    parameters: JSON.stringify(webhook.parameters),
    status: isPending ? 'pending' : 'failed',
    attempts: 0,
    max_attempts: Math.min(Math.max(Math.trunc(attempts), 1), MOST_ATTEMPTS),
    due_at: isPending ? now : null,
    response_status: null,
    response_body: null,
    error: isUsable ? null : target.refusal,
    ...questionColumns(webhook.question, webhook.answerLimit),
    retry_rule: webhook.retryRule ?? null,
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
  for (const { asker } of rows) tx.signal(laneOf(asker).signal);
}

/** Takes one webhook for delivery; see `enqueueWebhooks`. */
export async function enqueueWebhook(tx: Transaction, webhook: NewWebhook): Promise<void> {
  await enqueueWebhooks(tx, [webhook]);
}
