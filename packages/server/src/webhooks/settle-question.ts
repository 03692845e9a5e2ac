// Ends a question: its answer is acted on in the transaction that closes the delivery, or the fallback URL is
// asked, or its asker is told that there is no answer. A crash before that commit asks once more; after it, never.
import { ApiError } from '#kernel/errors.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import type { TakenDelivery } from './delivery-queue.ts';
import { enqueueWebhook } from './enqueue.ts';
import type { Outcome } from './outcome.ts';
import { type Answer, type AnswerHandler, type Asked, type Failure, failureOf } from './question.ts';
import { recordOutcome } from './record-outcome.ts';

/** Where defects of handlers are told. */
interface SettleLog {
  error(facts: Record<string, unknown>, message: string): void;
}

/** Twilio's code for what failed inside the server. */
const INTERNAL = 20_500;

function askedBy(row: WebhookDeliveryRow): Asked {
  return {
    accountSid: row.account_sid,
    deliverySid: row.sid,
    subjectSid: row.subject_sid,
    parameters: JSON.parse(row.parameters),
    facts: JSON.parse(row.asker_facts ?? '{}'),
  };
}

async function askFallback(tx: Transaction, row: WebhookDeliveryRow, url: string): Promise<void> {
  const { parameters, facts } = askedBy(row);
  await enqueueWebhook(tx, {
    accountSid: row.account_sid,
    subjectSid: row.subject_sid,
    eventType: row.event_type,
    url,
    method: row.method === 'GET' ? 'GET' : 'POST',
    parameters,
    maxAttempts: row.max_attempts,
    question: {
      asker: row.asker ?? '',
      facts,
      ...(row.answer_limit === null ? {} : { answerLimit: row.answer_limit }),
    },
  });
}

async function remark(tx: Transaction, row: WebhookDeliveryRow, text: string | null): Promise<void> {
  if (text === null) return;
  await tx.db.updateTable('webhook_deliveries').set({ error: text }).where('sid', '=', row.sid).execute();
}

function failureOfError(error: unknown): Failure {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  return { code: INTERNAL, message: 'The answer could not be followed' };
}

/** Writes down how the attempt of a question ended, with everything that follows from it. */
export async function settleQuestion(
  database: Database,
  log: SettleLog,
  handler: AnswerHandler,
  taken: TakenDelivery,
  outcome: Outcome,
): Promise<void> {
  const failure = failureOf(outcome, handler.refuse);
  if (failure !== null) {
    await database.transaction((tx) => closeUnanswered(tx, handler, taken, outcome, failure));
  } else if (outcome.kind !== 'answered') {
    await database.transaction((tx) => recordOutcome(tx, taken, outcome, null));
  } else {
    await follow(database, log, handler, taken, outcome);
  }
}

async function closeUnanswered(
  tx: Transaction,
  handler: AnswerHandler,
  taken: TakenDelivery,
  outcome: Outcome,
  failure: Failure,
): Promise<void> {
  const row = await recordOutcome(tx, taken, outcome, failure.message);
  if (row === null || row.status === 'pending') return;
  if (row.fallback_url !== null) await askFallback(tx, row, row.fallback_url);
  else await handler.failed(tx, askedBy(row), failure);
}

async function follow(
  database: Database,
  log: SettleLog,
  handler: AnswerHandler,
  taken: TakenDelivery,
  answer: Outcome & Answer,
): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      const row = await recordOutcome(tx, taken, answer, null);
      if (row !== null) await remark(tx, row, await handler.answered(tx, askedBy(row), answer));
    });
  } catch (error) {
    const failure = failureOfError(error);
    if (failure.code === INTERNAL) {
      log.error({ err: error, delivery: taken.sid }, 'the answer to a webhook could not be followed');
    }
    await database.transaction(async (tx) => {
      const row = await recordOutcome(tx, taken, answer, null);
      if (row === null) return;
      await remark(tx, row, `${failure.code}: ${failure.message}`);
      await handler.failed(tx, askedBy(row), failure);
    });
  }
}
