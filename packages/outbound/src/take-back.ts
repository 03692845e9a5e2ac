// Undoing a start that failed half-way, so that no agent is left with a chat that reaches nobody.
import type { Twilio } from 'twilio';
import type { ChannelInstance } from 'twilio/lib/rest/flexApi/v1/channel.js';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import { isNotFound } from './outbound-error.ts';

async function ignoreMissing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Whether the channel was made for this start: a channel that was there before belongs to another identity. */
async function isOwn(
  client: Twilio,
  flow: FlexFlowInstance,
  channel: ChannelInstance,
  identity: string,
): Promise<boolean> {
  try {
    const user = await client.chat.v2.services(flow.chatServiceSid).users(channel.userSid).fetch();
    return user.identity === identity;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** Removes the task and the channel of a failed start; a channel that was re-used is left to those who use it. */
export async function takeBack(
  client: Twilio,
  flow: FlexFlowInstance,
  channel: ChannelInstance,
  identity: string,
): Promise<void> {
  if (!(await isOwn(client, flow, channel, identity))) return;
  const workspaceSid = (flow.integration as { workspace_sid?: string } | null)?.workspace_sid;
  if (workspaceSid && channel.taskSid) {
    await ignoreMissing(client.taskrouter.v1.workspaces(workspaceSid).tasks(channel.taskSid).remove());
  }
  await ignoreMissing(client.flexApi.v1.channel(channel.sid).remove());
}
