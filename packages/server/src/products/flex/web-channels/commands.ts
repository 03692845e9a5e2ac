// Web channels: opening one, and what the widget says of it at its end.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import { engagementValue } from '../channels/channel-attributes.ts';
import { type ChannelRequest, openChannel } from '../channels/open-channel.ts';
import { findChannel } from '../channels/remove-channel.ts';
import { retireChannel } from '../channels/retire-channel.ts';
import { findFlow } from '../flows/commands.ts';

/** A web chat asked for. */
export type WebChannelRequest = Pick<
  ChannelRequest,
  | 'accountSid'
  | 'flexFlowSid'
  | 'identity'
  | 'customerName'
  | 'channelName'
  | 'uniqueName'
  | 'preEngagementData'
>;

/**
 * Opens a web chat ("Web Channel resource"). Every widget gets a channel of its own; where the flow is long-lived,
 * the visitor who comes back under the same identity gets the one there is. 404/45205 for an unknown flow, 400/20001
 * for one that is not for web chats; otherwise refused as a channel is.
 */
export async function openWebChannel(tx: Transaction, request: WebChannelRequest): Promise<FlexChannelRow> {
  const flow = await findFlow(tx.db, request.accountSid, request.flexFlowSid);
  if (flow !== undefined && flow.channel_type !== 'web') {
    throw invalidParameter('FlexFlowSid', `the flow is for channel type ${flow.channel_type}`);
  }
  return openChannel(tx, {
    ...request,
    kind: 'web',
    target: flow?.long_lived === 1 ? request.identity : null,
    taskSid: null,
    taskAttributes: null,
    isLongLived: null,
  });
}

/** What the widget says when the chat ends or has ended. */
export interface WebChannelChange {
  readonly isOver: boolean;
  readonly postEngagementData: string | null;
}

/**
 * Keeps what the customer said after the chat in the attributes of the channel, and ends the channel when it is
 * over. The task stays with the agent, who wraps it up.
 */
export async function updateWebChannel(
  tx: Transaction,
  channel: FlexChannelRow,
  { isOver, postEngagementData }: WebChannelChange,
): Promise<FlexChannelRow> {
  if (isOver) await retireChannel(tx, channel);
  if (postEngagementData !== null) await keepPostEngagement(tx, channel, postEngagementData);
  return (await findChannel(tx.db, channel.account_sid, channel.sid)) ?? channel;
}

async function keepPostEngagement(tx: Transaction, channel: FlexChannelRow, data: string): Promise<void> {
  // The channel is held before the thread, as by everybody who ends it.
  await tx.db
    .updateTable('flex_channels')
    .set({ date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .execute();
  const found = await findThreadBySid(tx.db, channel.account_sid, channel.sid);
  if (found === undefined) return;
  const thread = await holdThread(tx, found);
  const attributes = { ...readAttributes(thread.attributes), post_engagement_data: engagementValue(data) };
  await updateThread(tx, thread, { attributes: JSON.stringify(attributes) });
}
