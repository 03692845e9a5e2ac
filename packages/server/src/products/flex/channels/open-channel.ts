// Opening a conversation with a customer: the channel there is, or a new one with its user, member and task.
import { appendEvent } from '#events/event-log.ts';
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { findTask, isOpenTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { addParticipant, createThread, findThreadBySid, requireService } from '#threads/threads.ts';
import { findFlow } from '../flows/commands.ts';
import { channelState, initialAttributes, nameInEngagement } from './channel-attributes.ts';
import { ensureTask, isTaskDelayed, linkTask, type TaskOrder } from './channel-task.ts';
import { leadIntoFlow } from './lead-into-flow.ts';
import { makeRoom } from './make-room.ts';
import { refuseReservedIdentity } from './reserved-identities.ts';
import { retireChannel } from './retire-channel.ts';

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
  /** Web chats have a resource of their own. */
  readonly kind?: FlexChannelRow['kind'];
  /** Where its task goes and when it is made, where that is not for the flow to say. */
  readonly work?: { readonly isDelayed: boolean; readonly order: TaskOrder };
  /** Refuses with 409/80604 when the customer has an active channel, in place of going on with that one. */
  readonly isNew?: boolean;
}

/** Refusals of the conversation core in the words of the Flex API. */
const TRANSLATED: Readonly<Record<number, 45206 | 45207 | 45208>> = {
  50307: 45208,
  50404: 45206,
  50208: 45207,
};

/** Runs a step of the conversation core; what it refuses is told in a code of the Flex API where that has one. */
export async function inFlexWords<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const code = error instanceof ApiError ? TRANSLATED[error.code] : undefined;
    if (code === undefined) throw error;
    throw apiError(code);
  }
}

/**
 * Opens the conversation. While an active channel to the same customer exists for the flow, that one is the
 * answer, with its open task; a task is added when it has none and the flow does not wait for the customer.
 * The index `uq_flex_channels_active` decides between requests that arrive together.
 */
export async function openChannel(tx: Transaction, request: ChannelRequest): Promise<FlexChannelRow> {
  refuseReservedIdentity(request.identity);
  const flow = await findFlow(tx.db, request.accountSid, request.flexFlowSid);
  if (flow === undefined) throw apiError(45205, undefined, { parameter: 'FlexFlowSid' });
  await refuseUnusableTask(tx, flow, request);
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
    if (request.isNew) throw apiError(80604, undefined, { conversationSid: existing.sid });
    return continueChannel(tx, flow, existing, request);
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
      kind: request.kind ?? 'channel',
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
  request: ChannelRequest,
): Promise<FlexChannelRow> {
  if (flow.integration_type !== 'task' || isTaskDelayed(flow)) return channel;
  // A new task is what its creator says now, not what the creator of the channel said.
  const asked = { ...channel, task_attributes: request.taskAttributes ?? channel.task_attributes };
  const { taskSid, isNew } = await ensureTask(tx, flow, asked);
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
  const isDelayed = request.work?.isDelayed ?? isTaskDelayed(flow);
  const needsTask = flow.integration_type === 'task' && request.taskSid === null && !isDelayed;
  const taskSid = needsTask
    ? (await ensureTask(tx, flow, reserved, request.work?.order)).taskSid
    : request.taskSid;
  if (request.taskSid !== null) await linkTask(tx, reserved, request.taskSid, false);
  const isWeb = request.kind === 'web';
  const attributes = initialAttributes(flow, {
    from: (isWeb ? nameInEngagement(request.preEngagementData) : request.target) ?? request.customerName,
    isLongLived: request.isLongLived ?? flow.long_lived === 1,
    preEngagementData: request.preEngagementData,
    taskSid,
  });
  await makeRoom(tx, service, request.identity);
  const { thread, userSid } = await inFlexWords(async () => {
    const made = await createThread(tx, {
      sid: reserved.sid,
      accountSid: reserved.account_sid,
      serviceSid: reserved.service_sid,
      friendlyName: request.channelName,
      uniqueName: request.uniqueName,
      attributes: JSON.stringify(attributes),
      type: 'private',
    });
    const { identity, customerName: friendlyName } = request;
    return { thread: made, ...(await addParticipant(tx, service, made, { identity, friendlyName })) };
  });
  await leadIntoFlow(tx, thread, flow);
  await tx.db
    .updateTable('flex_channels')
    .set({ user_sid: userSid })
    .where('sid', '=', reserved.sid)
    .execute();
  const channel = { ...reserved, user_sid: userSid, task_sid: taskSid };
  recordChange(tx, 'flex-channel.created', channel);
  return channel;
}

/** A task that is to take the place of a new one must be there, not be over, and be what the flow leads to. */
async function refuseUnusableTask(
  tx: Transaction,
  flow: FlexFlowRow,
  { accountSid, taskSid }: ChannelRequest,
): Promise<void> {
  if (taskSid === null) return;
  const task = await findTask(tx.db, accountSid, taskSid);
  if (task === undefined) {
    throw apiError(20404, `The task ${taskSid} was not found`, { parameter: 'TaskSid' });
  }
  if (!isOpenTask(task)) throw invalidParameter('TaskSid', 'the task is over');
  if (flow.integration_type !== 'task') {
    throw invalidParameter('TaskSid', `a flow of integration type ${flow.integration_type} has no tasks`);
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
