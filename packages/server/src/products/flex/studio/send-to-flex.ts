// Send to Flex: the end of what a Studio flow does in a conversation. Agents take over, the flow hears nothing more.
import { readAttributes } from '#kernel/attributes.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexChannelType } from '#storage/schema/flex.ts';
import { findThreadBySid } from '#threads/threads.ts';
import { ensureTask, type TaskOrder } from '../channels/channel-task.ts';
import { leaveStudio } from '../channels/lead-into-flow.ts';
import { findFlow } from '../flows/commands.ts';

/** What the widget says. */
export interface HandOver {
  readonly workflowSid: string;
  /** SID or unique name; what the channel type of the flow suggests when it was not said. */
  readonly taskChannel: string | null;
  /** JSON text of attributes, over those the channel was opened with. */
  readonly attributes: string | null;
  readonly priority: number | null;
  /** Seconds. */
  readonly timeout: number | null;
}

/** Task channels the widget chooses ("Manage Flows": texts are SMS, everything else is Programmable Chat). */
const suggested = (type: FlexChannelType) => (type === 'sms' ? 'sms' : 'chat');

async function workspaceOf(db: Reader, accountSid: string, workflowSid: string): Promise<string> {
  const workflow = await db
    .selectFrom('workflows')
    .select('workspace_sid')
    .where('sid', '=', workflowSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (workflow === undefined) throw invalidParameter('WorkflowSid', 'the account has no such workflow');
  return workflow.workspace_sid;
}

/** The suggested task channel where the workspace has it, else the one every workspace has. */
async function taskChannelFor(db: Reader, workspaceSid: string, type: FlexChannelType): Promise<string> {
  const found = await db
    .selectFrom('task_channels')
    .select('unique_name')
    .where('workspace_sid', '=', workspaceSid)
    .where('unique_name', '=', suggested(type))
    .executeTakeFirst();
  return found?.unique_name ?? 'default';
}

/** Holds the channel, so that two hand-overs at once make one task; 400/45001 when it is over. */
async function holdActive(tx: Transaction, channel: FlexChannelRow): Promise<FlexChannelRow> {
  const held = await tx.db
    .updateTable('flex_channels')
    .set({ date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
  if (held === undefined) throw apiError(45001, 'The channel has ended');
  return held;
}

/**
 * Makes the task of a conversation that Studio has had until now and takes Studio out of it ("Manage Flows", Send to
 * Flex). A channel with an open task keeps that one. 404/45205 when the flow of the channel is gone, 400/45001 when
 * the channel is over, 400/20001 for an unknown workflow or task channel.
 */
export async function sendToFlex(
  tx: Transaction,
  found: FlexChannelRow,
  given: HandOver,
): Promise<FlexChannelRow> {
  const channel = await holdActive(tx, found);
  const flow = await findFlow(tx.db, channel.account_sid, channel.flex_flow_sid);
  if (flow === undefined) throw apiError(45205);
  const workspaceSid = await workspaceOf(tx.db, channel.account_sid, given.workflowSid);
  const order: TaskOrder = {
    workspaceSid,
    workflowSid: given.workflowSid,
    taskChannel: given.taskChannel ?? (await taskChannelFor(tx.db, workspaceSid, flow.channel_type)),
    priority: given.priority ?? 0,
    timeout: given.timeout ?? 86_400,
  };
  const attributes = { ...readAttributes(channel.task_attributes), ...readAttributes(given.attributes) };
  const asked = { ...channel, task_attributes: JSON.stringify(attributes) };
  const { taskSid } = await ensureTask(tx, flow, asked, order);
  const thread = await findThreadBySid(tx.db, channel.account_sid, channel.sid);
  if (thread !== undefined) await leaveStudio(tx, thread);
  return { ...channel, task_sid: taskSid };
}
