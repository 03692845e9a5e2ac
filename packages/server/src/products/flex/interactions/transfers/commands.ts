// Transfers of a conversation from one agent to another, or to somebody outside.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import { cancelTransfer, initiateTransfer } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type {
  InteractionChannelRow,
  InteractionParticipantRow,
  InteractionTransferRow,
  InteractionTransferType,
} from '#storage/schema/interactions.ts';
import { type ChannelPlace, holdRequired, isLive, updateChannelRow } from '../channels/channel-rows.ts';
import { addParticipantTo } from '../participants/commands.ts';

/** A transfer about to be started. */
export interface NewTransfer {
  readonly type: InteractionTransferType;
  /** SID of the participant who transfers. */
  readonly from: string;
  /** SID of a worker, queue or workflow; for an external transfer an address or identity. */
  readonly to: string;
  readonly noteSid: string | null;
  readonly summarySid: string | null;
}

/** What may be changed of a transfer; what is left out stays. */
export interface TransferChange {
  readonly status: 'active' | 'failed' | 'completed' | null;
  readonly noteSid: string | null;
  readonly summarySid: string | null;
}

/** The agent who transfers, with the work that is theirs; 400/20001 for anybody else. */
async function requireInitiator(tx: Transaction, channel: InteractionChannelRow, sid: string) {
  const participant = await tx.db
    .selectFrom('flex_interaction_participants')
    .selectAll()
    .where('sid', '=', sid)
    .where('channel_sid', '=', channel.sid)
    .where('account_sid', '=', channel.account_sid)
    .executeTakeFirst();
  if (participant === undefined) throw invalidParameter('from', `the channel has no participant ${sid}`);
  if (participant.type !== 'agent' || participant.status !== 'open') {
    throw invalidParameter('from', `participant ${sid} is not an agent who works on the conversation`);
  }
  return participant;
}

/** Starts TaskRouter's transfer of the agent's task, which finds and asks the other agent. */
async function transferTask(
  tx: Transaction,
  agent: InteractionParticipantRow,
  given: NewTransfer,
): Promise<string> {
  const { workspace_sid, task_sid, worker_sid, reservation_sid } = agent;
  if (workspace_sid === null || task_sid === null || worker_sid === null || reservation_sid === null) {
    throw invalidParameter('from', `participant ${agent.sid} has no task`);
  }
  if (!['WK', 'WQ', 'WW'].some((prefix) => isSid(given.to, prefix))) {
    throw invalidParameter('to', 'it is not the SID of a worker, queue or workflow');
  }
  const { sid } = await initiateTransfer(tx, {
    accountSid: agent.account_sid,
    workspaceSid: workspace_sid,
    workerSid: worker_sid,
    reservationSid: reservation_sid,
    taskSid: task_sid,
    to: given.to,
    mode: given.type === 'warm' ? 'WARM' : 'COLD',
  });
  return sid;
}

/** Brings somebody from outside into the conversation, by an address of its medium. */
async function inviteOutsider(tx: Transaction, place: ChannelPlace, to: string): Promise<void> {
  await addParticipantTo(tx, place, { type: 'external', person: { address: to }, routing: {} });
}

/**
 * Starts a transfer: `cold` hands the conversation over, `warm` brings the other agent in beside the first, both
 * through a transfer of the task; `external` brings somebody in by an address, which is done at once. 45354 when the
 * channel is closed, 400/20001 when the task cannot be transferred there.
 */
export async function createTransfer(
  tx: Transaction,
  place: ChannelPlace,
  given: NewTransfer,
): Promise<InteractionTransferRow> {
  const channel = await holdRequired(tx, place);
  if (!isLive(channel)) throw apiError(45354, undefined, { conversationSid: channel.thread_sid });
  const agent = await requireInitiator(tx, channel, given.from);
  const isExternal = given.type === 'external';
  const taskTransferSid = isExternal ? null : await transferTask(tx, agent, given);
  if (isExternal) await inviteOutsider(tx, place, given.to);
  await updateChannelRow(tx, channel);
  return tx.db
    .insertInto('flex_interaction_transfers')
    .values({
      sid: newSid('UX'),
      account_sid: channel.account_sid,
      interaction_sid: channel.interaction_sid,
      channel_sid: channel.sid,
      type: given.type,
      status: isExternal ? 'completed' : 'active',
      from_sid: agent.sid,
      to_target: given.to,
      note_sid: given.noteSid,
      summary_sid: given.summarySid,
      task_transfer_sid: taskTransferSid,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A transfer of a channel. */
export function findTransfer(
  db: Reader,
  place: ChannelPlace,
  sid: string,
): Promise<InteractionTransferRow | undefined> {
  return db
    .selectFrom('flex_interaction_transfers')
    .selectAll()
    .where('sid', '=', sid)
    .where('channel_sid', '=', place.channelSid)
    .where('interaction_sid', '=', place.interactionSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
}

/** Takes TaskRouter's transfer back; the task returns to the agent who started it. */
async function takeBack(tx: Transaction, transfer: InteractionTransferRow): Promise<void> {
  const agent = await tx.db
    .selectFrom('flex_interaction_participants')
    .selectAll()
    .where('sid', '=', transfer.from_sid)
    .executeTakeFirst();
  const { workspace_sid: workspaceSid, worker_sid: workerSid, task_sid: taskSid } = agent ?? {};
  const transferSid = transfer.task_transfer_sid;
  if (!workspaceSid || !workerSid || !taskSid || transferSid === null) return;
  await cancelTransfer(tx, {
    accountSid: transfer.account_sid,
    workspaceSid,
    workerSid,
    taskSid,
    transferSid,
  });
}

/** A transfer is completed by who accepts it; a request can only take it back while nobody has. */
async function changeStatus(
  tx: Transaction,
  transfer: InteractionTransferRow,
  status: TransferChange['status'],
): Promise<void> {
  if (status === null || status === transfer.status) return;
  if (transfer.status !== 'active') {
    throw invalidParameter('status', `transfer ${transfer.sid} is already ${transfer.status}`);
  }
  if (status !== 'failed') {
    throw invalidParameter('status', `transfer ${transfer.sid} is completed by the agent who accepts it`);
  }
  await takeBack(tx, transfer);
}

/** Changes a transfer: `failed` takes it back while nobody has accepted; note and summary can come later. */
export async function updateTransfer(
  tx: Transaction,
  place: ChannelPlace,
  sid: string,
  change: TransferChange,
): Promise<InteractionTransferRow> {
  const channel = await holdRequired(tx, place);
  const transfer = await findTransfer(tx.db, place, sid);
  if (transfer === undefined) {
    throw notFound(`/Interactions/${place.interactionSid}/Channels/${place.channelSid}/Transfers/${sid}`);
  }
  await changeStatus(tx, transfer, change.status);
  await updateChannelRow(tx, channel);
  return tx.db
    .updateTable('flex_interaction_transfers')
    .set({
      ...(change.status === null ? {} : { status: change.status }),
      ...(change.noteSid === null ? {} : { note_sid: change.noteSid }),
      ...(change.summarySid === null ? {} : { summary_sid: change.summarySid }),
      date_updated: tx.now,
    })
    .where('sid', '=', transfer.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}
