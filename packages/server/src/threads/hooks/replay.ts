// Messages that were there before a webhook was made, told to it when it asks for them.
import type { Reader, Transaction } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { MessageRow, ThreadRow } from '#storage/schema/threads.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { enqueueWebhooks } from '#webhooks/webhooks.ts';
import { SILENT_ORIGIN } from '../origin.ts';
import { additionOf, type HookFacts } from './hook-facts.ts';
import { scopedCall } from './scoped-calls.ts';

/** Kind of the timer behind a replay; its subject is the webhook. */
export const REPLAY = 'hooks.replay';

/** Messages read in one transaction. */
const CHUNK = 100;

/** Takes a webhook's replay up: from the message of this index on, up to those that came after the webhook. */
export async function startReplay(tx: Transaction, webhook: ScopedWebhookRow): Promise<void> {
  if (webhook.replay_after === null || webhook.replay_after >= webhook.first_index) return;
  await goOn(tx, webhook.sid, webhook.replay_after);
}

async function goOn(tx: Transaction, subject: string, index: number): Promise<void> {
  await setTimer(tx, { kind: REPLAY, subject, dueAt: tx.now, data: { index } });
}

function olderMessages(db: Reader, webhook: ScopedWebhookRow, index: number): Promise<MessageRow[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('thread_sid', '=', webhook.thread_sid)
    .where('message_index', '>=', index)
    .where('message_index', '<', webhook.first_index)
    .orderBy('message_index')
    .limit(CHUNK)
    .execute();
}

function factsOf(thread: ThreadRow, message: MessageRow): HookFacts {
  return {
    happening: additionOf(message),
    accountSid: thread.account_sid,
    serviceSid: thread.service_sid,
    origin: SILENT_ORIGIN,
    at: message.date_created,
    thread,
    message,
  };
}

/** Tells one run of older messages and sets the timer for the next. */
export const replayOlderMessages: TimerHandler = async (tx, { subject, data }) => {
  const webhook = await tx.db
    .selectFrom('scoped_webhooks')
    .selectAll()
    .where('sid', '=', subject)
    .executeTakeFirst();
  if (webhook === undefined) return;
  const thread = await tx.db
    .selectFrom('threads')
    .selectAll()
    .where('sid', '=', webhook.thread_sid)
    .executeTakeFirst();
  if (thread === undefined) return;
  const messages = await olderMessages(tx.db, webhook, Number(data['index']));
  const calls = messages.map((message) => scopedCall(webhook, factsOf(thread, message)));
  await enqueueWebhooks(
    tx,
    calls.filter((call) => call !== null),
  );
  const last = messages.at(-1);
  if (messages.length === CHUNK && last !== undefined) await goOn(tx, subject, last.message_index + 1);
};
