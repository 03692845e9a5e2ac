// The record of a call: what was made, and who gets the first answer.
import { sql } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import { cancelTimers, setTimer } from '#timers/timers.ts';
import { authorOf } from '../first-message.ts';
import type { Made } from '../made.ts';
import type { Plan } from '../preflight/preflight.ts';

/** No parameter, so that the index of records that wait serves the question. */
export const isWaiting = sql<boolean>`outbound_conversations.status = 'waiting'`;

/** Kind of the timer that ends the waiting for an answer; its subject is the record. */
export const WAIT_TIMER = 'outbound.wait';

/** Tells of a record that was made or has changed. */
function recordEvent(
  tx: Transaction,
  type: 'outbound-conversation.created' | 'outbound-conversation.updated',
  row: OutboundConversationRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: row.account_sid,
    subjectSid: row.sid,
    data: {
      status: row.status,
      outcome: row.outcome,
      threadSid: row.conversation_sid,
      taskSid: row.task_sid,
      bulkSid: row.bulk_sid,
      errorCode: row.error_code,
    },
  });
}

/** Changes a record that waits; undefined when it does not any more. */
export async function endWait(
  tx: Transaction,
  sid: string,
  change: Partial<OutboundConversationRow>,
): Promise<OutboundConversationRow | undefined> {
  const ended = await tx.db
    .updateTable('outbound_conversations')
    .set({ ...change, date_updated: tx.now })
    .where('sid', '=', sid)
    .where('status', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  if (ended === undefined) return undefined;
  await cancelTimers(tx, WAIT_TIMER, [sid]);
  recordEvent(tx, 'outbound-conversation.updated', ended);
  return ended;
}

/** The latest call decides who gets the answer: what waited in the conversation before does not any more. */
async function supersede(tx: Transaction, threadSid: string): Promise<void> {
  const waiting = await tx.db
    .selectFrom('outbound_conversations')
    .select('sid')
    .where('conversation_sid', '=', threadSid)
    .where(isWaiting)
    .executeTakeFirst();
  if (waiting !== undefined) await endWait(tx, waiting.sid, { status: 'superseded' });
}

function rowOf(
  tx: Transaction,
  sid: string,
  plan: Plan,
  made: Made,
  bulkSid: string | null,
): OutboundConversationRow {
  const { wish, resolved } = plan;
  const waits = wish.mode === 'send-and-wait' && made.taskSid === null;
  return {
    sid,
    account_sid: plan.accountSid,
    bulk_sid: bulkSid,
    generation: made.generation,
    mode: wish.mode,
    outcome: made.outcome,
    status: waits ? 'waiting' : 'open',
    channel: plan.channel,
    to_address: plan.to,
    from_address: plan.from,
    customer_name: wish.customerName,
    author: authorOf(plan),
    conversation_sid: made.threadSid,
    service_sid: made.serviceSid,
    message_sid: made.messageSid,
    flex_flow_sid: made.flexFlowSid,
    proxy_service_sid: made.proxyServiceSid,
    session_sid: made.sessionSid,
    interaction_sid: made.interactionSid,
    interaction_channel_sid: made.interactionChannelSid,
    workspace_sid: resolved.target.workspaceSid,
    task_sid: made.taskSid,
    worker_sid: resolved.target.workerSid,
    routing: JSON.stringify(resolved.target),
    encoding: plan.encoding,
    segments: plan.segments,
    status_callback: wish.statusCallback,
    expires_at: waits ? tx.now + wish.replyTimeout * 1_000 : null,
    error_code: null,
    error_message: null,
    date_answered: null,
    date_created: tx.now,
    date_updated: tx.now,
  };
}

/** Writes the record of a call. The thread is held already, so that no two records wait in it. */
export async function writeRecord(
  tx: Transaction,
  sid: string,
  plan: Plan,
  made: Made,
  bulkSid: string | null,
): Promise<OutboundConversationRow> {
  const row = rowOf(tx, sid, plan, made, bulkSid);
  if (made.outcome !== 'opened' && (row.status === 'waiting' || made.taskSid !== null)) {
    await supersede(tx, made.threadSid);
  }
  await tx.db.insertInto('outbound_conversations').values(row).execute();
  if (row.expires_at !== null) await setTimer(tx, { kind: WAIT_TIMER, subject: sid, dueAt: row.expires_at });
  recordEvent(tx, 'outbound-conversation.created', row);
  return row;
}

/** A record of the account. */
export function findRecord(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<OutboundConversationRow | undefined> {
  return db
    .selectFrom('outbound_conversations')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}
