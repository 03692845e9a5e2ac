// People added to an interaction, and those who leave it: an agent who leaves parks the conversation.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import {
  agentIdentity,
  completeReservation,
  findReservation,
  findTask,
  findWorker,
  wrapUpReservation,
} from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type {
  InteractionChannelRow,
  InteractionParticipantRow,
  InteractionParticipantType,
} from '#storage/schema/interactions.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import { noteDeparture } from '../channels/attendance.ts';
import { type ChannelPlace, holdRequired, updateChannelRow } from '../channels/channel-rows.ts';
import { addPerson, type Conversation, participantsOf, requireConversation } from '../conversation.ts';
import type { Person } from '../input.ts';
import { insertParticipant, setStatus } from './participant-rows.ts';
import { leaveConversation } from './presence.ts';

/** The work a participant comes with. */
export interface RoutingProperties {
  readonly task_sid?: string | null | undefined;
  readonly worker_sid?: string | null | undefined;
  readonly reservation_sid?: string | null | undefined;
}

/** Somebody about to be added. */
export interface NewPerson {
  readonly type: InteractionParticipantType;
  readonly person: Person;
  readonly routing: RoutingProperties;
}

function unknownRouting(name: keyof RoutingProperties, sid: string) {
  return invalidParameter('RoutingProperties', `${name}: there is no ${sid}`);
}

/** Checks that task, worker and reservation belong together, and names the worker's identity. */
async function workOf(tx: Transaction, accountSid: string, routing: RoutingProperties) {
  const { task_sid: taskSid, worker_sid: workerSid, reservation_sid: reservationSid } = routing;
  if (!taskSid) {
    if (workerSid || reservationSid) {
      throw invalidParameter('RoutingProperties', 'task_sid: it is missing');
    }
    return { columns: {}, identity: null };
  }
  const task = await findTask(tx.db, accountSid, taskSid);
  if (task === undefined) throw unknownRouting('task_sid', taskSid);
  const place = { accountSid, workspaceSid: task.workspace_sid };
  const worker = workerSid ? await findWorker(tx.db, { ...place, sid: workerSid }) : undefined;
  if (workerSid && worker === undefined) throw unknownRouting('worker_sid', workerSid);
  const reservation = reservationSid
    ? await findReservation(tx.db, { ...place, taskSid }, reservationSid)
    : undefined;
  if (reservationSid && reservation === undefined) throw unknownRouting('reservation_sid', reservationSid);
  return {
    columns: {
      workspace_sid: task.workspace_sid,
      task_sid: taskSid,
      worker_sid: workerSid ?? null,
      reservation_sid: reservationSid ?? null,
    },
    identity: worker === undefined ? null : agentIdentity(worker),
  };
}

/** The address of ours the conversation is held through: who is added without one hears from it. */
function proxyAmong(participants: readonly ParticipantRow[]): string | null {
  return participants.find(({ proxy_address }) => proxy_address !== null)?.proxy_address ?? null;
}

async function addToConversation(
  tx: Transaction,
  channel: InteractionChannelRow,
  conversation: Conversation,
  person: Person,
): Promise<ParticipantRow> {
  const present = await participantsOf(tx, conversation.thread);
  return addPerson(tx, conversation, channel.type, person, proxyAmong(present));
}

/**
 * Adds a person to an interaction and its conversation (Flex "Interaction Channel Participants"). 45376 when the
 * channel is closed, 45351 for a person who cannot be reached on its medium, 409/50416 for one who is in another
 * open conversation, 50433 for an identity that is in this one.
 */
export async function addParticipantTo(
  tx: Transaction,
  place: ChannelPlace,
  { type, person, routing }: NewPerson,
): Promise<InteractionParticipantRow> {
  const channel = await holdRequired(tx, place);
  if (channel.status === 'closed') throw apiError(45376);
  const { columns, identity } = await workOf(tx, place.accountSid, routing);
  const isNamed = Boolean(person.identity || person.address);
  const wanted = !isNamed && identity !== null ? { ...person, identity } : person;
  const conversation = await requireConversation(tx, place.accountSid, channel.thread_sid);
  const member = await addToConversation(tx, channel, conversation, wanted);
  const added = await insertParticipant(tx, channel, {
    type,
    identity: member.identity,
    address: member.address,
    participant_sid: member.sid,
    ...columns,
  });
  if (added === undefined) throw apiError(45353, undefined, { channelSid: channel.sid });
  await updateChannelRow(tx, channel);
  return added;
}

async function requireParticipant(
  tx: Transaction,
  channel: InteractionChannelRow,
  sid: string,
): Promise<InteractionParticipantRow> {
  const participant = await tx.db
    .selectFrom('flex_interaction_participants')
    .selectAll()
    .where('sid', '=', sid)
    .where('channel_sid', '=', channel.sid)
    .where('account_sid', '=', channel.account_sid)
    .executeTakeFirst();
  if (participant !== undefined) return participant;
  throw notFound(`/Interactions/${channel.interaction_sid}/Channels/${channel.sid}/Participants/${sid}`);
}

/** Ends or wraps up the work a participant came with, as far as it has not ended already. */
async function endWork(
  tx: Transaction,
  participant: InteractionParticipantRow,
  status: 'closed' | 'wrapup',
): Promise<void> {
  const { workspace_sid: workspaceSid, task_sid: taskSid, reservation_sid: reservationSid } = participant;
  if (workspaceSid === null || taskSid === null || reservationSid === null) return;
  const owner = { accountSid: participant.account_sid, workspaceSid, taskSid };
  const reservation = await findReservation(tx.db, owner, reservationSid);
  const present = reservation?.reservation_status;
  if (reservation === undefined || (present !== 'accepted' && present !== 'wrapping')) return;
  if (status === 'closed') await completeReservation(tx, reservation);
  else if (present === 'accepted') await wrapUpReservation(tx, reservation);
}

/** The invite of a task that is finished although the conversation goes on is parked. */
async function parkInvite(tx: Transaction, accountSid: string, taskSid: string | null): Promise<void> {
  if (taskSid === null) return;
  const task = await findTask(tx.db, accountSid, taskSid);
  if (task !== undefined && task.assignment_status !== 'completed') return;
  await tx.db
    .updateTable('flex_interaction_invites')
    .set({ status: 'parked', date_updated: tx.now })
    .where('task_sid', '=', taskSid)
    .where('status', 'in', ['open', 'accepted'])
    .execute();
}

/**
 * Lets an agent go (Flex guide, "Park an Interaction"): `closed` completes the agent's task and takes the agent out of
 * the conversation, which stays open for the customer; `wrapup` lets the agent wrap up first. 400/20001 for
 * customers: they leave with the channel.
 */
export async function updateParticipantOf(
  tx: Transaction,
  place: ChannelPlace,
  sid: string,
  status: 'closed' | 'wrapup',
): Promise<InteractionParticipantRow> {
  const channel = await holdRequired(tx, place);
  const participant = await requireParticipant(tx, channel, sid);
  if (participant.type === 'customer' || participant.type === 'unknown') {
    throw invalidParameter('Status', `participant ${sid} is a ${participant.type} and not an agent`);
  }
  if (participant.status === 'closed') return participant;
  await endWork(tx, participant, status);
  const updated = await setStatus(tx, participant, status);
  const touched = await updateChannelRow(tx, channel);
  if (status === 'wrapup') return updated;
  await leaveConversation(tx, participant);
  await parkInvite(tx, place.accountSid, participant.task_sid);
  await noteDeparture(tx, touched, { reason: 'parked', taskSid: participant.task_sid });
  return updated;
}
