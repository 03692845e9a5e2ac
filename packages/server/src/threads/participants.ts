// Participants: who is in a thread, by identity.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { settingsOf } from './services.ts';
import { ensureUser, type NewUser } from './users.ts';

/** A participant about to be added; the user is made when the service does not know the identity. */
export interface NewParticipant extends NewUser {
  readonly lastReadIndex?: number | null | undefined;
  readonly lastReadAt?: number | null | undefined;
  readonly participantAttributes?: string | null | undefined;
  readonly dateCreated?: number | null | undefined;
  readonly dateUpdated?: number | null | undefined;
}

/** A participant of a thread by SID or identity. */
export function findParticipant(
  db: Reader,
  accountSid: string,
  threadSid: string,
  sidOrIdentity: string,
): Promise<ParticipantRow | undefined> {
  return db
    .selectFrom('participants')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('thread_sid', '=', threadSid)
    .where(isSid(sidOrIdentity, 'MB') ? 'sid' : 'identity', '=', sidOrIdentity)
    .executeTakeFirst();
}

/** Counts one more member in the thread unless that would pass the limit of its service (50403). */
async function takePlace(tx: Transaction, service: ChatServiceRow, thread: ThreadRow): Promise<void> {
  const taken = await tx.db
    .updateTable('threads')
    .set((eb) => ({ members_count: eb('members_count', '+', 1) }))
    .where('sid', '=', thread.sid)
    .where('members_count', '<', settingsOf(service).channelMembersLimit)
    .returning('sid')
    .executeTakeFirst();
  if (taken === undefined) throw apiError(50403);
}

/** Counts one more channel of the user unless that would pass the limit of the service (50208). */
async function takeChannel(tx: Transaction, service: ChatServiceRow, userSid: string): Promise<void> {
  const taken = await tx.db
    .updateTable('users')
    .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '+', 1) }))
    .where('sid', '=', userSid)
    .where('joined_channels_count', '<', settingsOf(service).userChannelsLimit)
    .returning('sid')
    .executeTakeFirst();
  if (taken === undefined) throw apiError(50208);
}

/**
 * Adds an identity to a thread. 409/50404 when it is already in; 50403 and 50208 at the limits of the thread
 * and of the user.
 */
export async function addParticipant(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  given: NewParticipant,
): Promise<{ participant: ParticipantRow; userSid: string }> {
  const { user } = await ensureUser(tx, service, {
    identity: given.identity,
    friendlyName: given.friendlyName,
  });
  const isCreator = thread.created_by === given.identity;
  const participant = await tx.db
    .insertInto('participants')
    .values({
      sid: newSid('MB'),
      account_sid: thread.account_sid,
      service_sid: thread.service_sid,
      thread_sid: thread.sid,
      identity: given.identity,
      role_sid:
        given.roleSid ??
        (isCreator ? service.default_channel_creator_role_sid : service.default_channel_role_sid),
      attributes: given.participantAttributes ?? '{}',
      last_read_index: given.lastReadIndex ?? null,
      last_read_at: given.lastReadAt ?? null,
      date_created: given.dateCreated ?? tx.now,
      date_updated: given.dateUpdated ?? tx.now,
    })
    .onConflict((conflict) => conflict.columns(['thread_sid', 'identity']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (participant === undefined) throw apiError(50404);
  await takePlace(tx, service, thread);
  await takeChannel(tx, service, user.sid);
  appendEvent(tx, {
    type: 'participant.added',
    accountSid: thread.account_sid,
    subjectSid: participant.sid,
    data: { serviceSid: thread.service_sid, threadSid: thread.sid, identity: participant.identity },
  });
  return { participant, userSid: user.sid };
}

/** Changes a participant. */
export async function updateParticipant(
  tx: Transaction,
  participant: ParticipantRow,
  change: Partial<ParticipantRow>,
): Promise<ParticipantRow> {
  appendEvent(tx, {
    type: 'participant.updated',
    accountSid: participant.account_sid,
    subjectSid: participant.sid,
    data: {
      serviceSid: participant.service_sid,
      threadSid: participant.thread_sid,
      identity: participant.identity,
    },
  });
  return tx.db
    .updateTable('participants')
    .set({ date_updated: tx.now, ...change })
    .where('sid', '=', participant.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Takes a participant out of its thread. */
export async function removeParticipant(tx: Transaction, participant: ParticipantRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('participants')
    .where('sid', '=', participant.sid)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) return;
  await tx.db
    .updateTable('threads')
    .set((eb) => ({ members_count: eb('members_count', '-', 1) }))
    .where('sid', '=', participant.thread_sid)
    .execute();
  await tx.db
    .updateTable('users')
    .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '-', 1) }))
    .where('service_sid', '=', participant.service_sid)
    .where('identity', '=', participant.identity)
    .execute();
  appendEvent(tx, {
    type: 'participant.removed',
    accountSid: participant.account_sid,
    subjectSid: participant.sid,
    data: {
      serviceSid: participant.service_sid,
      threadSid: participant.thread_sid,
      identity: participant.identity,
    },
  });
}
