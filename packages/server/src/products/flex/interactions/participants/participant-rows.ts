// The rows of who takes part in an interaction.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionChannelRow, InteractionParticipantRow } from '#storage/schema/interactions.ts';

/** Somebody about to take part. */
export type NewParticipant = Pick<
  InteractionParticipantRow,
  'type' | 'identity' | 'address' | 'participant_sid'
> &
  Partial<Pick<InteractionParticipantRow, 'workspace_sid' | 'task_sid' | 'worker_sid' | 'reservation_sid'>>;

/** The rows of people who take part from now on. */
export function participantRows(
  tx: Transaction,
  channel: Pick<InteractionChannelRow, 'sid' | 'account_sid' | 'interaction_sid'>,
  people: readonly NewParticipant[],
): InteractionParticipantRow[] {
  return people.map((person) => ({
    workspace_sid: null,
    task_sid: null,
    worker_sid: null,
    reservation_sid: null,
    ...person,
    sid: newSid('UT'),
    account_sid: channel.account_sid,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    status: 'open',
    date_created: tx.now,
    date_updated: tx.now,
  }));
}

/** Adds somebody, unless the reservation they come with has brought them in already: then undefined. */
export async function insertParticipant(
  tx: Transaction,
  channel: InteractionChannelRow,
  person: NewParticipant,
): Promise<InteractionParticipantRow | undefined> {
  const inserted = await tx.db
    .insertInto('flex_interaction_participants')
    .values(participantRows(tx, channel, [person]))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted !== undefined) recordParticipant(tx, 'flex-interaction-participant.added', inserted);
  return inserted;
}

/** Sets the status of a participant, and records it. */
export async function setStatus(
  tx: Transaction,
  participant: InteractionParticipantRow,
  status: InteractionParticipantRow['status'],
): Promise<InteractionParticipantRow> {
  const updated = await tx.db
    .updateTable('flex_interaction_participants')
    .set({ status, date_updated: tx.now })
    .where('sid', '=', participant.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  recordParticipant(tx, 'flex-interaction-participant.updated', updated);
  return updated;
}

/** The participant an accepted reservation has brought in. */
export function participantOfReservation(
  db: Reader,
  reservationSid: string,
): Promise<InteractionParticipantRow | undefined> {
  return db
    .selectFrom('flex_interaction_participants')
    .selectAll()
    .where('reservation_sid', '=', reservationSid)
    .executeTakeFirst();
}

/** Records what happened to a participant. */
export function recordParticipant(
  tx: Transaction,
  type: 'flex-interaction-participant.added' | 'flex-interaction-participant.updated',
  participant: InteractionParticipantRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: participant.account_sid,
    subjectSid: participant.sid,
    data: {
      interactionSid: participant.interaction_sid,
      channelSid: participant.channel_sid,
      type: participant.type,
      status: participant.status,
      identity: participant.identity,
      taskSid: participant.task_sid,
    },
  });
}
