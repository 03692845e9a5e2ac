// An invite that is used: the user joins, and what he was invited as is what he becomes.
import type { Transaction } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { recordInvites } from './invite-events.ts';

/** Whose invites are gone with what they were for. */
export type InvitesOf =
  | { readonly threadSid: string }
  | { readonly serviceSid: string; readonly identity: string };

/** Takes the invite of a user who joins; resolves with the role it was given out for, null where there is none. */
export async function useInvite(
  tx: Transaction,
  thread: ThreadRow,
  identity: string,
): Promise<string | null> {
  const used = await tx.db
    .deleteFrom('invites')
    .where('thread_sid', '=', thread.sid)
    .where('identity', '=', identity)
    .returningAll()
    .execute();
  recordInvites(tx, 'invite.removed', used);
  return used[0]?.role_sid ?? null;
}

/** Takes back every invite of a thread or a user that goes. */
export async function removeInvitesOf(tx: Transaction, whose: InvitesOf): Promise<void> {
  const all = tx.db.deleteFrom('invites').returningAll();
  const removed =
    'threadSid' in whose
      ? await all.where('thread_sid', '=', whose.threadSid).execute()
      : await all
          .where('service_sid', '=', whose.serviceSid)
          .where('identity', '=', whose.identity)
          .execute();
  recordInvites(tx, 'invite.removed', removed);
}
