// Removing a user with everything he has in the threads of his service.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { originOf } from './origin.ts';
import { recordRemoved } from './participants.ts';
import { removeInvitesOf } from './use-invite.ts';

/** Removes a user and takes him out of every thread. */
export async function removeUser(tx: Transaction, user: UserRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('users')
    .where('sid', '=', user.sid)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) return;
  const left = await tx.db
    .deleteFrom('participants')
    .where('service_sid', '=', user.service_sid)
    .where('identity', '=', user.identity)
    .returningAll()
    .execute();
  if (left.length > 0) {
    await tx.db
      .updateTable('threads')
      .set((eb) => ({ members_count: eb('members_count', '-', 1), date_updated: tx.now }))
      .where(
        'sid',
        'in',
        left.map((row) => row.thread_sid),
      )
      .execute();
  }
  recordRemoved(tx, left);
  await tx.db.deleteFrom('push_bindings').where('user_sid', '=', user.sid).execute();
  await removeInvitesOf(tx, { serviceSid: user.service_sid, identity: user.identity });
  appendEvent(tx, {
    type: 'user.removed',
    accountSid: user.account_sid,
    subjectSid: user.sid,
    data: { serviceSid: user.service_sid, identity: user.identity, origin: originOf(tx) },
  });
}
