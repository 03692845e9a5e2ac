// Users: the identities of a service. They come into being when they are first named.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, UserRow } from '#storage/schema/threads.ts';
import { originOf } from './origin.ts';

/** A user about to be made. */
export interface NewUser {
  readonly identity: string;
  readonly friendlyName?: string | null | undefined;
  readonly attributes?: string | null | undefined;
  readonly roleSid?: string | null | undefined;
}

/** Refuses identities that are reserved (50203) or would be taken for a SID (50206). */
export function refuseUnusableIdentity(identity: string): void {
  if (identity === 'system') throw apiError(50203);
  if (isSid(identity)) throw apiError(50206);
}

/** A user by SID or identity. */
export function findUser(
  db: Reader,
  accountSid: string,
  serviceSid: string,
  sidOrIdentity: string,
): Promise<UserRow | undefined> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', serviceSid)
    .where(isSid(sidOrIdentity, 'US') ? 'sid' : 'identity', '=', sidOrIdentity)
    .executeTakeFirst();
}

/** The user of this identity, made if the service has none yet. An existing one is left as it is. */
export async function ensureUser(
  tx: Transaction,
  service: ChatServiceRow,
  user: NewUser,
): Promise<{ user: UserRow; isNew: boolean }> {
  refuseUnusableIdentity(user.identity);
  const inserted = await tx.db
    .insertInto('users')
    .values({
      sid: newSid('US'),
      account_sid: service.account_sid,
      service_sid: service.sid,
      identity: user.identity,
      friendly_name: user.friendlyName ?? null,
      attributes: user.attributes ?? '{}',
      role_sid: user.roleSid ?? service.default_service_role_sid,
      is_online: null,
      is_notifiable: null,
      joined_channels_count: 0,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['service_sid', 'identity']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) {
    const found = await findUser(tx.db, service.account_sid, service.sid, user.identity);
    return { user: found!, isNew: false };
  }
  appendEvent(tx, {
    type: 'user.added',
    accountSid: service.account_sid,
    subjectSid: inserted.sid,
    data: { serviceSid: service.sid, identity: inserted.identity, origin: originOf(tx) },
  });
  return { user: inserted, isNew: true };
}

/** Changes a user. */
export async function updateUser(
  tx: Transaction,
  user: UserRow,
  change: Partial<Pick<UserRow, 'friendly_name' | 'attributes' | 'role_sid'>>,
): Promise<UserRow> {
  appendEvent(tx, {
    type: 'user.updated',
    accountSid: user.account_sid,
    subjectSid: user.sid,
    data: { serviceSid: user.service_sid, identity: user.identity, origin: originOf(tx) },
  });
  return tx.db
    .updateTable('users')
    .set({ ...change, date_updated: tx.now })
    .where('sid', '=', user.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}
