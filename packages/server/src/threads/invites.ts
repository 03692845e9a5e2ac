// Invites: identities that may join a thread. They are gone as soon as their user is in it, or the thread or the
// user is gone.
import { apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InviteRow } from '#storage/schema/hooks.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import { recordInvites } from './invite-events.ts';
import { findParticipant } from './participants.ts';
import { ensureUser } from './users.ts';

/** An invite about to be made; the user is made when the service does not know the identity. */
export interface NewInvite {
  readonly identity: string;
  /** The role the user gets when he joins. */
  readonly roleSid?: string | null | undefined;
  /** Who invites; null for programs. */
  readonly createdBy?: string | null | undefined;
}

/** Invites an identity to a thread. 409/50404 when it is in it already, 409/50212 when it is invited already. */
export async function addInvite(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  given: NewInvite,
): Promise<InviteRow> {
  await ensureUser(tx, service, { identity: given.identity });
  const participant = await findParticipant(tx.db, thread.account_sid, thread.sid, given.identity);
  if (participant !== undefined) throw apiError(50404);
  const invite = await tx.db
    .insertInto('invites')
    .values({
      sid: newSid('IN'),
      account_sid: thread.account_sid,
      service_sid: thread.service_sid,
      thread_sid: thread.sid,
      identity: given.identity,
      role_sid: given.roleSid ?? service.default_channel_role_sid,
      created_by: given.createdBy ?? null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['thread_sid', 'identity']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (invite === undefined) throw apiError(50212);
  recordInvites(tx, 'invite.added', [invite]);
  return invite;
}

/** An invite to a thread by SID. */
export function findInvite(
  db: Reader,
  accountSid: string,
  threadSid: string,
  sid: string,
): Promise<InviteRow | undefined> {
  return db
    .selectFrom('invites')
    .selectAll()
    .where('sid', '=', sid)
    .where('thread_sid', '=', threadSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The invites to a thread, as a query that can be paged, of the given identities when any are named. */
export function listInvites(
  db: Reader,
  thread: ThreadRow,
  identities?: readonly string[] | null | undefined,
) {
  const query = db.selectFrom('invites').selectAll().where('thread_sid', '=', thread.sid);
  return identities?.length ? query.where('identity', 'in', identities) : query;
}

/** Takes an invite back. */
export async function removeInvite(tx: Transaction, invite: InviteRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('invites')
    .where('sid', '=', invite.sid)
    .returning('sid')
    .executeTakeFirst();
  if (removed !== undefined) recordInvites(tx, 'invite.removed', [invite]);
}
