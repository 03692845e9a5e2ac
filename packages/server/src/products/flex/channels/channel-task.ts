// The tasks agents work on in a Flex channel: which belong to it, and making one when there is none.
import { readAttributes } from '#kernel/attributes.ts';
import { createTask, findTask, isOpenTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { integrationOf } from '../flows/integration.ts';

/** Where a task goes and how it waits; what is not said follows from the flow. */
export interface TaskOrder {
  readonly workspaceSid: string;
  /** Null where the task goes to a worker or a queue past any workflow. */
  readonly workflowSid: string | null;
  /** SID or unique name of the task channel. */
  readonly taskChannel: string;
  readonly priority: number;
  /** Seconds. */
  readonly timeout: number;
  /** SID of the worker it is for. */
  readonly routingTarget?: string | null;
  readonly taskQueueSid?: string | null;
}

/** Attributes by which a desk finds the conversation of a task; the creator's own come on top, but for the SID. */
function taskAttributes(flow: FlexFlowRow, channel: FlexChannelRow): string {
  // Visitors of a page have no address.
  const address = channel.kind === 'web' ? null : channel.target;
  return JSON.stringify({
    channelType: flow.channel_type,
    name: channel.customer_name,
    customerName: channel.customer_name,
    ...(address === null ? {} : { from: address, customerAddress: address }),
    ...readAttributes(channel.task_attributes),
    channelSid: channel.sid,
  });
}

/** Takes down that a task belongs to the channel. `isNamed` says that the attributes of the task name the channel. */
export async function linkTask(
  tx: Transaction,
  channel: Pick<FlexChannelRow, 'sid' | 'account_sid'>,
  taskSid: string,
  isNamed: boolean,
): Promise<void> {
  const link = { channel_sid: channel.sid, is_named: isNamed ? 1 : 0 };
  await tx.db
    .insertInto('flex_channel_tasks')
    .values({ task_sid: taskSid, account_sid: channel.account_sid, ...link, date_created: tx.now })
    .onConflict((conflict) => conflict.column('task_sid').doUpdateSet(link))
    .execute();
}

/** SIDs of the tasks that belong to the channel and whose end was not heard of, the newest first. */
export async function linkedTasks(db: Reader, channelSid: string): Promise<string[]> {
  const rows = await db
    .selectFrom('flex_channel_tasks')
    .select('task_sid')
    .where('channel_sid', '=', channelSid)
    .orderBy('task_sid', 'desc')
    .execute();
  return rows.map((row) => row.task_sid);
}

/** SID of a task on which somebody works, or is to work, in the channel; null when there is none. */
async function openTaskOf(db: Reader, channel: FlexChannelRow): Promise<string | null> {
  const linked = await linkedTasks(db, channel.sid);
  for (const taskSid of linked) {
    const task = await findTask(db, channel.account_sid, taskSid);
    if (task !== undefined && isOpenTask(task)) return task.sid;
  }
  return null;
}

function orderOf(flow: FlexFlowRow): TaskOrder {
  const integration = integrationOf(flow);
  return {
    workspaceSid: integration.workspace_sid!,
    workflowSid: integration.workflow_sid!,
    taskChannel: integration.channel ?? 'default',
    priority: integration.priority ?? 0,
    timeout: integration.timeout ?? 86_400,
  };
}

/**
 * The open task of the channel, made when there is none. The caller holds the row of the channel, so two
 * requests cannot make two tasks.
 */
export async function ensureTask(
  tx: Transaction,
  flow: FlexFlowRow,
  channel: FlexChannelRow,
  order: TaskOrder = orderOf(flow),
): Promise<{ taskSid: string; isNew: boolean }> {
  const open = await openTaskOf(tx.db, channel);
  if (open !== null) return { taskSid: open, isNew: false };
  const task = await createTask(tx, {
    ...order,
    accountSid: channel.account_sid,
    attributes: taskAttributes(flow, channel),
  });
  await linkTask(tx, channel, task.sid, true);
  await tx.db
    .updateTable('flex_channels')
    .set({ task_sid: task.sid, task_attributes: channel.task_attributes, date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .execute();
  return { taskSid: task.sid, isNew: true };
}

/** Whether tasks of the flow wait for the customer's first message. */
export function isTaskDelayed(flow: FlexFlowRow): boolean {
  return integrationOf(flow).creation_on_message === true;
}
