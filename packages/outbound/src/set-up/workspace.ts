// The workspace and what every set-up finds in it: an activity of those who work, a queue of everyone, a task channel.
import type { Twilio } from 'twilio';
import type { WorkspaceContext } from 'twilio/lib/rest/taskrouter/v1/workspace.js';
import { OutboundError } from '../outbound-error.ts';
import type { Journal } from './journal.ts';

const QUEUE = 'Everyone';
const ACTIVITY = 'Available';

/** The workspace with the SID, or the only one of the account. */
export async function findWorkspace(client: Twilio, given: string | undefined): Promise<string> {
  if (given !== undefined) return (await client.taskrouter.v1.workspaces(given).fetch()).sid;
  const workspaces = await client.taskrouter.v1.workspaces.list({ limit: 2 });
  const [only] = workspaces;
  if (only === undefined || workspaces.length > 1) {
    throw new OutboundError(400, 'Say which workspace is meant: there is not exactly one');
  }
  return only.sid;
}

/** The task channel with the unique name. 400 when the workspace has none. */
export async function findTaskChannel(workspace: WorkspaceContext, uniqueName: string): Promise<string> {
  const channels = await workspace.taskChannels.list();
  const channel = channels.find((candidate) => candidate.uniqueName === uniqueName);
  if (channel === undefined)
    throw new OutboundError(400, `The workspace has no task channel '${uniqueName}'`);
  return channel.sid;
}

/** An activity in which workers get tasks. */
export async function ensureActivity(workspace: WorkspaceContext, journal: Journal): Promise<string> {
  const available = await workspace.activities.list({ available: 'true' });
  const named = available.find(({ friendlyName }) => friendlyName === ACTIVITY) ?? available[0];
  if (named !== undefined) return named.sid;
  journal.note(`created the activity '${ACTIVITY}'`);
  return (await workspace.activities.create({ friendlyName: ACTIVITY, available: true })).sid;
}

/** The queue all workers are in. */
export async function ensureQueue(workspace: WorkspaceContext, journal: Journal): Promise<string> {
  const [queue] = await workspace.taskQueues.list({ friendlyName: QUEUE, limit: 1 });
  if (queue !== undefined) return queue.sid;
  journal.note(`created the task queue '${QUEUE}'`);
  return (await workspace.taskQueues.create({ friendlyName: QUEUE, targetWorkers: '1==1' })).sid;
}
