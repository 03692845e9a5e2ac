// Participants: who is in a thread, by identity or by an address.
import { appendEvent } from '#events/event-log.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import type { Binding } from './binding-rules.ts';
import { regroup, settleGroup } from './group-texts.ts';
import type { Face } from './hooks/event-names.ts';
import { type ParticipantDetails, participantFacts, participantRow, recordAdded } from './participant-row.ts';
import { placeParticipant } from './place-participant.ts';
import { leavePlace, leaveThread, takePlace, takeThread } from './places.ts';
import { useInvite } from './use-invite.ts';
import { ensureUser, type NewUser } from './users.ts';

/** A participant about to be added; the user is made when the service does not know the identity. */
export interface NewParticipant extends NewUser, ParticipantDetails {
  readonly lastReadIndex?: number | null | undefined;
  readonly lastReadAt?: number | null | undefined;
  /** The address of ours that stands for the participant in a group text. */
  readonly projectedAddress?: string | null | undefined;
}

/** A participant about to be added who is reached by an address, checked by `checkBinding`. */
export interface NewBoundParticipant extends ParticipantDetails {
  readonly binding: Binding & { readonly address: string };
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

/**
 * Adds an identity to a thread. 409/50404 (in Conversations 50433) when it is already in; 50403 and 50208 (50417
 * and 50214) at the limits of the thread and of the user; 50377 when the thread is closed.
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
  const invitedAs = await useInvite(tx, thread, given.identity);
  const isCreator = thread.created_by === given.identity;
  const defaultRole = isCreator ? service.default_channel_creator_role_sid : service.default_channel_role_sid;
  const participant = await placeParticipant(
    tx,
    {
      ...participantRow(tx, thread, given, invitedAs ?? defaultRole),
      identity: given.identity,
      kind: given.projectedAddress ? 'sms' : 'chat',
      projected_address: given.projectedAddress ?? null,
      last_read_index: given.lastReadIndex ?? null,
      last_read_at: given.lastReadAt ?? null,
    },
    given.face,
  );
  await takePlace(tx, service, thread, { kind: 'chat', face: given.face });
  await takeThread(tx, service, user.sid, given.face);
  if (participant.kind !== 'chat') settleGroup(tx, thread);
  recordAdded(tx, participant);
  return { participant, userSid: user.sid };
}

/**
 * Adds somebody who is reached by an address. 409/50416, naming the conversation, when the pair of addresses is in
 * one that is not closed; 50437 when the address is in this group text, 50438 when another has the same people; 50417
 * and 50418 at the limits; 50377 when the thread is closed.
 */
export async function addBoundParticipant(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  given: NewBoundParticipant,
): Promise<ParticipantRow> {
  const { kind, address, proxyAddress } = given.binding;
  const participant = await placeParticipant(
    tx,
    {
      ...participantRow(tx, thread, given, service.default_channel_role_sid),
      kind,
      address,
      proxy_address: proxyAddress,
    },
    given.face,
  );
  await takePlace(tx, service, thread, {
    kind: proxyAddress === null ? 'group' : 'bound',
    face: given.face,
  });
  settleGroup(tx, thread);
  recordAdded(tx, participant);
  return participant;
}

/** Fields of a participant by which others find and reach it. */
const PLACING = ['identity', 'address', 'proxy_address', 'projected_address'] as const;
/** Fields that say how far a participant has read. */
const HORIZON: ReadonlySet<string> = new Set(['last_read_index', 'last_read_at']);

/**
 * Changes a participant. 50416 and 50433 when the addresses or the identity it is to have are taken. A change of
 * nothing but the read horizon is told as such.
 */
export async function updateParticipant(
  tx: Transaction,
  participant: ParticipantRow,
  change: Partial<ParticipantRow>,
  face?: Face,
): Promise<ParticipantRow> {
  const isPlaced = PLACING.some(
    (column) => change[column] !== undefined && change[column] !== participant[column],
  );
  const updated = isPlaced
    ? await replaceParticipant(tx, participant, change, face)
    : await tx.db
        .updateTable('participants')
        .set({ date_updated: tx.now, ...change })
        .where('sid', '=', participant.sid)
        .returningAll()
        .executeTakeFirstOrThrow();
  const columns = Object.keys(change);
  const isReading = columns.length > 0 && columns.every((column) => HORIZON.has(column));
  const event = { accountSid: updated.account_sid, subjectSid: updated.sid };
  if (isReading) {
    const { last_read_index: lastReadIndex, last_read_at: lastReadAt } = updated;
    const data = { ...participantFacts(tx, updated), lastReadIndex, lastReadAt };
    appendEvent(tx, { type: 'participant.read', ...event, data });
  } else appendEvent(tx, { type: 'participant.updated', ...event, data: participantFacts(tx, updated) });
  return updated;
}

/** Takes the row out and puts it back with its new place, so that whoever holds that place can be named. */
async function replaceParticipant(
  tx: Transaction,
  participant: ParticipantRow,
  change: Partial<ParticipantRow>,
  face: Face | undefined,
): Promise<ParticipantRow> {
  const current = await tx.db
    .deleteFrom('participants')
    .where('sid', '=', participant.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  settleGroup(tx, { sid: current.thread_sid, account_sid: current.account_sid });
  return placeParticipant(tx, { ...current, date_updated: tx.now, ...change }, face);
}

/** Takes a participant out of its thread. */
export async function removeParticipant(tx: Transaction, participant: ParticipantRow): Promise<void> {
  const removed = await tx.db
    .deleteFrom('participants')
    .where('sid', '=', participant.sid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) return;
  await leavePlace(tx, removed.thread_sid, removed.address !== null);
  if (removed.kind !== 'chat')
    await regroup(tx, { sid: removed.thread_sid, account_sid: removed.account_sid });
  if (removed.identity !== null) await leaveThread(tx, removed.service_sid, removed.identity);
  recordRemoved(tx, [removed]);
}

/** Tells of participants that were taken out of their threads. */
export function recordRemoved(tx: Transaction, removed: readonly ParticipantRow[]): void {
  for (const was of removed) {
    appendEvent(tx, {
      type: 'participant.removed',
      accountSid: was.account_sid,
      subjectSid: was.sid,
      data: { ...participantFacts(tx, was), was },
    });
  }
}
