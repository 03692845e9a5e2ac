// The end of the waiting for an answer that did not come.
import type { Reader, Transaction } from '#storage/database.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import type { TimerHandler } from '#timers/timers.ts';
import { channelState } from '../../channels/channel-attributes.ts';
import { beginRest } from '../../channels/long-lived-rest.ts';
import { retireChannel } from '../../channels/retire-channel.ts';
import { endWait } from '../conversations/record.ts';

/** Whether the customer has written since; whoever brings answers to agents will come to it. */
async function hasAnswer(db: Reader, row: OutboundConversationRow): Promise<boolean> {
  const answer = await db
    .selectFrom('messages')
    .innerJoin('messages as first', 'first.thread_sid', 'messages.thread_sid')
    .select('messages.sid')
    .where('first.sid', '=', row.message_sid)
    .where('messages.thread_sid', '=', row.conversation_sid)
    .whereRef('messages.message_index', '>', 'first.message_index')
    .where('messages.channel_message_sid', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return answer !== undefined;
}

/** Whether the conversation is nobody's but ours: begun by a call, and no agent or program has joined it. */
async function isOursAlone(db: Reader, row: OutboundConversationRow): Promise<boolean> {
  const begun = await db
    .selectFrom('outbound_conversations')
    .select('sid')
    .where('account_sid', '=', row.account_sid)
    .where('conversation_sid', '=', row.conversation_sid)
    .where('outcome', '=', 'opened')
    .limit(1)
    .executeTakeFirst();
  if (begun === undefined) return false;
  const member = await db
    .selectFrom('participants')
    .select('sid')
    .where('thread_sid', '=', row.conversation_sid)
    .where('identity', 'is not', null)
    .where('identity', '<>', row.to_address)
    .limit(1)
    .executeTakeFirst();
  return member === undefined;
}

async function closeThread(tx: Transaction, thread: ThreadRow | undefined): Promise<void> {
  if (thread === undefined || thread.state === 'closed') return;
  await updateThread(tx, thread, {}, { state: 'closed', face: 'conversations' });
}

/** Ends the channel; a long-lived one stays for the next contact, as after any other work. */
async function closeChannel(
  tx: Transaction,
  row: OutboundConversationRow,
  thread: ThreadRow | undefined,
): Promise<void> {
  const channel = await tx.db
    .selectFrom('flex_channels')
    .selectAll()
    .where('sid', '=', row.conversation_sid)
    .where('account_sid', '=', row.account_sid)
    .executeTakeFirst();
  if (channel === undefined) return;
  const isLongLived = thread !== undefined && channelState(thread.attributes).isLongLived;
  await (isLongLived ? beginRest(tx, channel) : retireChannel(tx, channel));
}

/**
 * Ends the waiting, and the conversation with it when nobody else is in it: the customer's next text begins a new one
 * by the ordinary ways, and the pair of addresses is free.
 */
export const expireWait: TimerHandler = async (tx, { subject }) => {
  const row = await tx.db
    .selectFrom('outbound_conversations')
    .selectAll()
    .where('sid', '=', subject)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  if (row === undefined) return;
  const isLegacy = row.generation === 'legacy';
  const found = await findThreadBySid(tx.db, row.account_sid, row.conversation_sid);
  // Whoever is about to say something in it is waited for.
  const thread = found === undefined ? undefined : await holdThread(tx, found);
  if (await hasAnswer(tx.db, row)) return;
  if ((await endWait(tx, subject, { status: 'expired' })) === undefined) return;
  if (!(await isOursAlone(tx.db, row))) return;
  await (isLegacy ? closeChannel(tx, row, thread) : closeThread(tx, thread));
};
