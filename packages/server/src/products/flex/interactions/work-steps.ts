// The steps of the work on an interaction: an agent accepts, wraps up, finishes; the task ends.
import type { StoredEvent } from '#events/event-types.ts';
import { agentIdentity, findWorker } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type {
  InteractionChannelRow,
  InteractionInviteRow,
  InviteStatus,
  UnattendedReason,
} from '#storage/schema/interactions.ts';
import { ATTENDED, isAttended, noteDeparture } from './channels/attendance.ts';
import { updateChannelRow } from './channels/channel-rows.ts';
import { insertParticipant, participantOfReservation, setStatus } from './participants/participant-rows.ts';
import { joinConversation, leaveConversation } from './participants/presence.ts';
import { taskProperties, withTasks } from './routing-view.ts';

/** Moves an invite on that has not ended, and keeps its task as it is now; undefined when it has. */
async function moveInvite(
  tx: Transaction,
  invite: InteractionInviteRow,
  status: InviteStatus,
): Promise<InteractionInviteRow | undefined> {
  const [view] = await withTasks(tx.db, invite.account_sid, [invite]);
  const task = view?.taskView === undefined ? null : JSON.stringify(taskProperties(view.taskView, tx.now));
  return tx.db
    .updateTable('flex_interaction_invites')
    .set({ status, date_updated: tx.now, ...(task === null ? {} : { task }) })
    .where('sid', '=', invite.sid)
    .where('status', 'in', ['open', 'accepted'])
    .returningAll()
    .executeTakeFirst();
}

/**
 * An agent has accepted: they take part in the interaction and are in the conversation under their identity, with
 * the default role of its service, from now on. Telling it twice changes nothing. Callers hold the channel.
 */
export async function agentAccepted(
  tx: Transaction,
  channel: InteractionChannelRow,
  invite: InteractionInviteRow,
  { subjectSid: reservationSid, data }: StoredEvent<'reservation.accepted'>,
): Promise<void> {
  await moveInvite(tx, invite, 'accepted');
  if ((await participantOfReservation(tx.db, reservationSid)) !== undefined) return;
  const place = { accountSid: channel.account_sid, workspaceSid: data.workspaceSid, sid: data.workerSid };
  const worker = await findWorker(tx.db, place);
  const identity = worker === undefined ? null : agentIdentity(worker);
  const memberSid = identity === null ? null : await joinConversation(tx, channel, identity, data.taskSid);
  await insertParticipant(tx, channel, {
    type: 'agent',
    identity,
    address: null,
    participant_sid: memberSid,
    workspace_sid: data.workspaceSid,
    task_sid: data.taskSid,
    worker_sid: data.workerSid,
    reservation_sid: reservationSid,
  });
  await updateChannelRow(tx, channel, ATTENDED);
}

/** An agent has nothing more to say and completes the paperwork. */
export async function agentWrapsUp(tx: Transaction, reservationSid: string): Promise<void> {
  const participant = await participantOfReservation(tx.db, reservationSid);
  if (participant?.status === 'open') await setStatus(tx, participant, 'wrapup');
}

/** An agent has finished: they leave the conversation, so that it does not count among theirs for ever. */
export async function agentFinished(tx: Transaction, reservationSid: string): Promise<void> {
  const participant = await participantOfReservation(tx.db, reservationSid);
  if (participant === undefined) return;
  if (participant.status !== 'closed') await setStatus(tx, participant, 'closed');
  await leaveConversation(tx, participant);
}

/**
 * A task was completed. Returns whether nobody else works on the conversation and it was not parked: then it is over
 * (Flex guide, "Manage email conversations"). Callers hold the channel.
 */
export async function taskCompleted(
  tx: Transaction,
  channel: InteractionChannelRow,
  invite: InteractionInviteRow,
): Promise<boolean> {
  const moved = await moveInvite(tx, invite, 'completed');
  return moved !== undefined && !(await isAttended(tx, channel));
}

type TaskGone = StoredEvent<'task.canceled' | 'task.deleted' | 'task.system-deleted'>;

/**
 * A task has ended that nobody finished: its worker rejected it or did not answer, nobody was found in time, or it was
 * canceled or removed in TaskRouter. The customer is still in the conversation, so that nobody is left is recorded.
 * Callers hold the channel.
 */
export async function taskGone(
  tx: Transaction,
  channel: InteractionChannelRow,
  invite: InteractionInviteRow,
  { type, data, subjectSid: taskSid }: TaskGone,
): Promise<void> {
  const moved = await moveInvite(tx, invite, 'canceled');
  if (moved === undefined) return;
  const reason: UnattendedReason = type === 'task.canceled' ? 'unanswered' : 'task-removed';
  await noteDeparture(tx, channel, { reason, taskSid, taskReason: data.reason });
}
