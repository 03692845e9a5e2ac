// A question whose asker waits for the answer in this very process: asked at once, outside any transaction, and
// written into the log when it is over. A process that dies takes the question with it, as it takes the asker.
import type { Context } from '#server/context.ts';
import { ANSWER_BODY_LIMIT, deliver, TIMED_OUT } from './deliver.ts';
import { type NewRow, type NewWebhook, rowOf } from './enqueue.ts';
import type { Outcome } from './outcome.ts';
import { isRetryable } from './retry-policy.ts';
import { signedRequest } from './signed-request.ts';

/** What is asked. `maxAttempts` is one unless said; a busy receiver is asked again at once. */
export type Asking = Omit<NewWebhook, 'question'> & { readonly answerLimit: number };

/** What the log is told of a question that is over: null that the receiver took it, else what was wrong. */
export type Remark = (outcome: Outcome) => string | null;

type Asker = Pick<Context, 'clock' | 'config' | 'database' | 'log'>;

async function tokenOf(asker: Asker, accountSid: string): Promise<string | undefined> {
  const account = await asker.database.read
    .selectFrom('accounts')
    .select('auth_token')
    .where('sid', '=', accountSid)
    .executeTakeFirst();
  return account?.auth_token;
}

async function attempt(asker: Asker, row: NewRow, limit: number, token: string): Promise<Outcome> {
  const { clock, config } = asker;
  const abort = new AbortController();
  const cancel = clock.wakeAt(clock.now() + limit, () => abort.abort(TIMED_OUT));
  try {
    return await deliver(signedRequest(row, token), {
      networks: config.webhookNetworks,
      signal: abort.signal,
      limit,
      bodyLimit: ANSWER_BODY_LIMIT,
    });
  } finally {
    cancel();
  }
}

async function writeDown(asker: Asker, row: NewRow, outcome: Outcome, error: string | null): Promise<void> {
  const isAnswered = outcome.kind === 'answered';
  try {
    await asker.database.transaction((tx) =>
      tx.db
        .insertInto('webhook_deliveries')
        .values({
          ...row,
          status: error === null ? 'delivered' : 'failed',
          due_at: null,
          response_status: isAnswered ? outcome.status : null,
          response_body: isAnswered ? outcome.body : null,
          error,
          date_updated: tx.now,
        })
        .execute(),
    );
  } catch (failure) {
    asker.log.error({ err: failure, delivery: row.sid }, 'the outcome of a webhook could not be recorded');
  }
}

/**
 * Asks a receiver and resolves with how it ended; it never rejects for what the receiver does. Must not be called
 * in a transaction: it waits for somebody else's server, up to `answerLimit` an attempt.
 */
export async function askNow(asker: Asker, asking: Asking, remark: Remark): Promise<Outcome> {
  const row = rowOf({ ...asking, maxAttempts: asking.maxAttempts ?? 1 }, asker.clock.now());
  const token = await tokenOf(asker, asking.accountSid);
  const answerLimit = row.answer_limit ?? asking.answerLimit;
  let outcome: Outcome = { kind: 'refused', error: row.error ?? 'The account does not exist' };
  let attempts = 0;
  while (row.host !== '' && token !== undefined && attempts < row.max_attempts) {
    outcome = await attempt(asker, { ...row, attempts }, answerLimit, token);
    attempts += 1;
    if (!isRetryable(outcome, row.retry_rule)) break;
  }
  await writeDown(asker, { ...row, attempts }, outcome, remark(outcome));
  return outcome;
}
