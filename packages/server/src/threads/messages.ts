// Messages after they were posted: finding, editing and removing them.
import { appendEvent } from '#events/event-log.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { refuseClosed } from './open-threads.ts';
import { originOf } from './origin.ts';

/** What events tell of a message. */
export function messageFacts(tx: Transaction, message: MessageRow) {
  return {
    serviceSid: message.service_sid,
    threadSid: message.thread_sid,
    index: message.message_index,
    author: message.author,
    body: message.body,
    participantSid: message.participant_sid,
    inboundMessageSid: message.channel_message_sid,
    origin: originOf(tx),
  };
}

/** A message of a thread by SID. */
export async function findMessage(
  db: Reader,
  accountSid: string,
  threadSid: string,
  sid: string,
): Promise<MessageRow | undefined> {
  if (!isSid(sid, 'IM')) return undefined;
  return db
    .selectFrom('messages')
    .selectAll()
    .where('sid', '=', sid)
    .where('thread_sid', '=', threadSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** When the last message of a thread was written, in milliseconds since the epoch; null when there is none. */
export async function lastMessageAt(db: Reader, threadSid: string): Promise<number | null> {
  const last = await db
    .selectFrom('messages')
    .select('date_created')
    .where('thread_sid', '=', threadSid)
    .orderBy('message_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.date_created ?? null;
}

/** Changes a message; a changed body marks it as edited. 50377 when its thread is closed. */
export async function updateMessage(
  tx: Transaction,
  message: MessageRow,
  change: Partial<MessageRow>,
): Promise<MessageRow> {
  await refuseClosed(tx, message.thread_sid);
  const isEdited = change.body !== undefined && change.body !== message.body;
  const updated = await tx.db
    .updateTable('messages')
    .set({ date_updated: tx.now, ...change, ...(isEdited ? { was_edited: 1 } : {}) })
    .where('sid', '=', message.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  appendEvent(tx, {
    type: 'message.updated',
    accountSid: updated.account_sid,
    subjectSid: updated.sid,
    data: messageFacts(tx, updated),
  });
  return updated;
}

/** Removes a message. Its index is never given again. */
export async function removeMessage(tx: Transaction, message: MessageRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('messages')
    .where('sid', '=', message.sid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) return;
  await tx.db.deleteFrom('receipts').where('message_sid', '=', message.sid).execute();
  await tx.db
    .updateTable('threads')
    .set((eb) => ({ messages_count: eb('messages_count', '-', 1), date_updated: tx.now }))
    .where('sid', '=', message.thread_sid)
    .execute();
  appendEvent(tx, {
    type: 'message.removed',
    accountSid: message.account_sid,
    subjectSid: message.sid,
    data: { ...messageFacts(tx, message), was: removed },
  });
}
