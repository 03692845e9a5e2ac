// Removing a thread with everything in it.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { setThreadTimers } from './thread-states.ts';
import { threadFacts } from './thread-store.ts';
import { removeInvitesOf } from './use-invite.ts';

/** Removes a thread with its participants, messages and receipts. */
export async function removeThread(tx: Transaction, thread: ThreadRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('threads')
    .where('sid', '=', thread.sid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) return;
  const left = await tx.db
    .deleteFrom('participants')
    .where('thread_sid', '=', thread.sid)
    .returning('identity')
    .execute();
  const identities = left.flatMap(({ identity }) => (identity === null ? [] : [identity]));
  if (identities.length > 0) {
    await tx.db
      .updateTable('users')
      .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '-', 1) }))
      .where('service_sid', '=', thread.service_sid)
      .where('identity', 'in', identities)
      .execute();
  }
  await removeInvitesOf(tx, { threadSid: thread.sid });
  await tx.db.deleteFrom('receipts').where('thread_sid', '=', thread.sid).execute();
  await tx.db.deleteFrom('messages').where('thread_sid', '=', thread.sid).execute();
  await setThreadTimers(tx, [{ sid: thread.sid, inactive_at: null, closed_at: null }]);
  appendEvent(tx, {
    type: 'thread.removed',
    accountSid: thread.account_sid,
    subjectSid: thread.sid,
    data: { ...threadFacts(tx, removed), was: removed, identities },
  });
}
