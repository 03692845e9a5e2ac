// Undoing a start that failed half-way, so that no agent is left with a chat that reaches nobody.
import type { Twilio } from 'twilio';
import type { ChannelInstance } from 'twilio/lib/rest/flexApi/v1/channel.js';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import { isNotFound, type LeftBehind } from '../outbound-error.ts';
import { isOwnChannel } from './flex-channel.ts';

/** What a start has made so far. */
export interface Made {
  readonly flow: FlexFlowInstance;
  readonly channel: ChannelInstance;
  readonly identity: string;
  readonly session: { readonly proxyServiceSid: string; readonly sid: string } | null;
}

/** Whether it is gone: removed now, or not there any more. */
async function isGone(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (error) {
    return isNotFound(error);
  }
}

/**
 * Removes the session, the task, the channel and the customer's user of a failed start; a channel that was re-used is left to those who
 * use it. Returns what could not be removed, or null.
 */
export async function takeBack(
  client: Twilio,
  { flow, channel, identity, session }: Made,
): Promise<LeftBehind | null> {
  const left: { chatChannelSid?: string; taskSid?: string; proxySessionSid?: string } = {};
  const chat = client.chat.v2.services(flow.chatServiceSid);
  try {
    if (!(await isOwnChannel(client, flow, channel, identity))) return null;
  } catch {
    return { chatChannelSid: channel.sid, ...(channel.taskSid ? { taskSid: channel.taskSid } : {}) };
  }
  if (session !== null) {
    const { proxyServiceSid, sid } = session;
    const removal = client.proxy.v1.services(proxyServiceSid).sessions(sid).remove();
    if (!(await isGone(removal))) left.proxySessionSid = sid;
  }
  const workspaceSid = (flow.integration as { workspace_sid?: string } | null)?.workspace_sid;
  if (workspaceSid && channel.taskSid) {
    const removal = client.taskrouter.v1.workspaces(workspaceSid).tasks(channel.taskSid).remove();
    if (!(await isGone(removal))) left.taskSid = channel.taskSid;
  }
  if (!(await isGone(client.flexApi.v1.channel(channel.sid).remove()))) left.chatChannelSid = channel.sid;
  // Last, because it is how the channel is known to be our own when this has to be done again.
  else await isGone(chat.users(channel.userSid).remove());
  return Object.keys(left).length === 0 ? null : left;
}
