// Opening a conversation with a customer: the channel there is, or a new one with its user, member and task.
import { appendEvent } from '#events/event-log.ts';
import { ApiError, apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { findTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { addParticipant, createThread, findThreadBySid, requireService } from '#threads/threads.ts';
import { requireFlow } from '../flows/commands.ts';
import { channelState, initialAttributes } from './channel-attributes.ts';
import { ensureTask, isTaskDelayed } from './channel-task.ts';
import { retireChannel } from './retire-channel.ts';

/** Identities the server gives its own words under. */
const RESERVED_IDENTITIES = new Set(['system', 'admin']);

/** A conversation asked for. */
export interface ChannelRequest {
  readonly accountSid: string;
  readonly flexFlowSid: string;
  readonly identity: string;
  readonly customerName: string;
  readonly channelName: string;
  /** The customer's address; without one every request opens a channel of its own. */
  readonly target: string | null;
  readonly uniqueName: string | null;
  readonly preEngagementData: string | null;
  /** A task that exists already and takes the place of a new one. */
  readonly taskSid: string | null;
  /** JSON text of attributes for the task. */
  readonly taskAttributes: string | null;
  readonly isLongLived: boolean | null;
}

/**
 * Opens the conversation. While an active channel to the same customer exists for the flow, that one is the
 * answer, with its open task; a task is added when it has none and the flow does not wait for the customer.
 * The index `uq_flex_channels_active` decides between requests that arrive together.
 */
export async function openChannel(tx: Transaction, request: ChannelRequest): Promise<FlexChannelRow> {
  if (RESERVED_IDENTITIES.has(request.identity)) throw apiError(45211);
  const flow = await requireFlow(tx.db, request.accountSid, request.flexFlowSid);
  await refuseUnknownTask(tx, request);
  for (;;) {
    const reserved = await reserveChannel(tx, flow, request);
    if (reserved !== undefined) return fillChannel(tx, flow, reserved, request);
    const existing = await holdActiveChannel(tx, flow, request.target!);
    if (existing === undefined) continue;
    const thread = await findThreadBySid(tx.db, request.accountSid, existing.sid);
    if (thread === undefined || channelState(thread.attributes).isInactive) {
      await retireChannel(tx, existing);
      continue;
    }
    return continueChannel(tx, flow, existing);
  }
}

/** Takes the customer's place in the flow with a new channel; undefined when an active one has it. */
function reserveChannel(tx: Transaction, flow: FlexFlowRow, request: ChannelRequest) {
  return tx.db
    .insertInto('flex_channels')
    .values({
      sid: newSid('CH'),
      account_sid: request.accountSid,
      flex_flow_sid: flow.sid,
      service_sid: flow.chat_service_sid,
      identity: request.identity,
      user_sid: null,
      target: request.target,
      status: 'ACTIVE',
      task_sid: request.taskSid,
      task_attributes: request.taskAttributes ?? '{}',
      customer_name: request.customerName,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The active channel of the customer, held until the transaction ends so that nobody else adds a task to it. */
function holdActiveChannel(tx: Transaction, flow: FlexFlowRow, target: string) {
  return tx.db
    .updateTable('flex_channels')
    .set({ date_updated: tx.now })
    .where('flex_flow_sid', '=', flow.sid)
    .where('target', '=', target)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
}

async function continueChannel(
  tx: Transaction,
  flow: FlexFlowRow,
  channel: FlexChannelRow,
): Promise<FlexChannelRow> {
  if (flow.integration_type !== 'task' || isTaskDelayed(flow)) return channel;
  const { taskSid, isNew } = await ensureTask(tx, flow, channel);
  if (isNew) recordChange(tx, 'flex-channel.updated', { ...channel, task_sid: taskSid });
  return { ...channel, task_sid: taskSid };
}

async function fillChannel(
  tx: Transaction,
  flow: FlexFlowRow,
  reserved: FlexChannelRow,
  request: ChannelRequest,
): Promise<FlexChannelRow> {
  const service = await requireService(tx.db, flow.account_sid, flow.chat_service_sid);
  const needsTask = flow.integration_type === 'task' && request.taskSid === null && !isTaskDelayed(flow);
  const taskSid = needsTask ? (await ensureTask(tx, flow, reserved)).taskSid : request.taskSid;
  const attributes = initialAttributes(flow, {
    from: request.target ?? request.customerName,
    isLongLived: request.isLongLived ?? flow.long_lived === 1,
    preEngagementData: request.preEngagementData,
    taskSid,
  });
  const thread = await createThreadOf(tx, reserved, request, JSON.stringify(attributes));
  const { userSid } = await addParticipant(tx, service, thread, {
    identity: request.identity,
    friendlyName: request.customerName,
  });
  await tx.db
    .updateTable('flex_channels')
    .set({ user_sid: userSid })
    .where('sid', '=', reserved.sid)
    .execute();
  const channel = { ...reserved, user_sid: userSid, task_sid: taskSid };
  recordChange(tx, 'flex-channel.created', channel);
  return channel;
}

/** In the words of the Flex API a taken unique name has a code of its own. */
async function createThreadOf(
  tx: Transaction,
  channel: FlexChannelRow,
  request: ChannelRequest,
  attributes: string,
) {
  try {
    return await createThread(tx, {
      sid: channel.sid,
      accountSid: channel.account_sid,
      serviceSid: channel.service_sid,
      friendlyName: request.channelName,
      uniqueName: request.uniqueName,
      attributes,
      type: 'private',
    });
  } catch (error) {
    if (error instanceof ApiError && error.code === 50307) throw apiError(45208);
    throw error;
  }
}

async function refuseUnknownTask(tx: Transaction, request: ChannelRequest): Promise<void> {
  if (request.taskSid === null) return;
  if ((await findTask(tx.db, request.accountSid, request.taskSid)) === undefined) {
    throw apiError(20404, `The task ${request.taskSid} was not found`, { parameter: 'TaskSid' });
  }
}

function recordChange(
  tx: Transaction,
  type: 'flex-channel.created' | 'flex-channel.updated',
  channel: FlexChannelRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: channel.account_sid,
    subjectSid: channel.sid,
    data: { flexFlowSid: channel.flex_flow_sid, status: channel.status, taskSid: channel.task_sid },
  });
}
