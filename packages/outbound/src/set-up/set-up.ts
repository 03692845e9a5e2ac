// The set-up the outbound function needs: workers who know their number, a workflow that brings a task to the worker
// with the number, and a flow for each number that leads straight to a task. Run again it changes nothing.
import type { Twilio } from 'twilio';
import { OutboundError, outboundError } from '../outbound-error.ts';
import { ensureFlow } from './flow.ts';
import { Journal } from './journal.ts';
import { ensureWorkers, type WorkerWish } from './workers.ts';
import { ensureWorkflow } from './workflow.ts';
import { ensureActivity, ensureQueue, findTaskChannel, findWorkspace } from './workspace.ts';

/** What is to be there. */
export interface SetUpWish {
  /** Workers and their numbers; a worker that is not there is created. Each has a number of its own. */
  readonly workers: readonly WorkerWish[];
  /** The only workspace of the account when not given. */
  readonly workspaceSid?: string;
  /** The only chat service of the account when not given. */
  readonly chatServiceSid?: string;
  /** Unique name of the task channel of texts; `chat` (Programmable Chat) when not given. */
  readonly taskChannel?: string;
  /** Whether chats keep their channel after the agent has ended them. */
  readonly isLongLived?: boolean;
}

/** What is there now, and what had to be done for it: nothing when it was there before. */
export interface SetUpAnswer {
  readonly changes: readonly string[];
  readonly workspaceSid: string;
  readonly activitySid: string;
  readonly taskQueueSid: string;
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly workers: readonly { readonly sid: string; readonly phone: string }[];
  readonly flows: readonly { readonly sid: string; readonly contactIdentity: string }[];
}

async function findChatService(client: Twilio, given: string | undefined): Promise<string> {
  if (given !== undefined) return (await client.chat.v2.services(given).fetch()).sid;
  const services = await client.chat.v2.services.list({ limit: 2 });
  const [only] = services;
  if (only === undefined || services.length > 1) {
    throw new OutboundError(400, 'Say which chat service the flows are for: there is not exactly one');
  }
  return only.sid;
}

/** Sets everything up. 400 when the wish is not clear, and the refusals of the server. */
export async function setUpDirectToTask(client: Twilio, wish: SetUpWish): Promise<SetUpAnswer> {
  try {
    const journal = new Journal();
    const workspaceSid = await findWorkspace(client, wish.workspaceSid);
    const chatServiceSid = await findChatService(client, wish.chatServiceSid);
    const workspace = client.taskrouter.v1.workspaces(workspaceSid);
    const taskChannelSid = await findTaskChannel(workspace, wish.taskChannel ?? 'chat');
    const activitySid = await ensureActivity(workspace, journal);
    const workers = await ensureWorkers(workspace, wish.workers, activitySid, journal);
    const taskQueueSid = await ensureQueue(workspace, journal);
    const workflowSid = await ensureWorkflow(workspace, taskQueueSid, journal);
    const flows = [];
    for (const { phone } of workers) {
      const settings = {
        contactIdentity: phone,
        chatServiceSid,
        workspaceSid,
        workflowSid,
        taskChannelSid,
        isLongLived: wish.isLongLived ?? false,
      };
      flows.push({ sid: await ensureFlow(client, settings, journal), contactIdentity: phone });
    }
    return {
      changes: journal.entries,
      workspaceSid,
      activitySid,
      taskQueueSid,
      workflowSid,
      taskChannelSid,
      workers,
      flows,
    };
  } catch (error) {
    throw outboundError(error);
  }
}
