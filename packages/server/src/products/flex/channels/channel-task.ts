// The task agents work on in a Flex channel.
import { readAttributes } from '#kernel/attributes.ts';
import { createTask, findTask, isOpenTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { integrationOf } from '../flows/integration.ts';

/** Attributes by which a desk finds the conversation of a task; the creator's own come on top, but for the SID. */
function taskAttributes(flow: FlexFlowRow, channel: FlexChannelRow): string {
  return JSON.stringify({
    channelType: flow.channel_type,
    name: channel.customer_name,
    customerName: channel.customer_name,
    ...(channel.target === null ? {} : { from: channel.target, customerAddress: channel.target }),
    ...readAttributes(channel.task_attributes),
    channelSid: channel.sid,
  });
}

/**
 * The open task of the channel, made when there is none. The caller holds the row of the channel, so two
 * requests cannot make two tasks.
 */
export async function ensureTask(
  tx: Transaction,
  flow: FlexFlowRow,
  channel: FlexChannelRow,
): Promise<{ taskSid: string; isNew: boolean }> {
  if (channel.task_sid !== null) {
    const task = await findTask(tx.db, channel.account_sid, channel.task_sid);
    if (task !== undefined && isOpenTask(task)) return { taskSid: task.sid, isNew: false };
  }
  const integration = integrationOf(flow);
  const task = await createTask(tx, {
    accountSid: channel.account_sid,
    workspaceSid: integration.workspace_sid!,
    workflowSid: integration.workflow_sid!,
    taskChannel: integration.channel ?? 'default',
    attributes: taskAttributes(flow, channel),
    priority: integration.priority ?? 0,
    timeout: integration.timeout ?? 86_400,
  });
  await tx.db
    .updateTable('flex_channels')
    .set({ task_sid: task.sid, date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .execute();
  return { taskSid: task.sid, isNew: true };
}

/** Whether tasks of the flow wait for the customer's first message. */
export function isTaskDelayed(flow: FlexFlowRow): boolean {
  return integrationOf(flow).creation_on_message === true;
}
