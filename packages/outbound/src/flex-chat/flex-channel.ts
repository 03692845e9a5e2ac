// The chat channel of a conversation and its task, as the Flex API makes them.
import type { Twilio } from 'twilio';
import type { ChannelInstance } from 'twilio/lib/rest/flexApi/v1/channel.js';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import { isNotFound, isUnanswered } from '../outbound-error.ts';

/** A channel asked for. */
export interface ChannelWish {
  /** Who the customer is in the chat; made up for this start, so that the start can tell its own channel. */
  readonly identity: string;
  readonly toNumber: string;
  readonly toName: string;
  readonly taskAttributes: Readonly<Record<string, unknown>>;
}

/**
 * Opens the channel with its task. While a channel to the customer is active the server answers with that one, so a
 * request that got no answer is simply made again: what the first one may have made is what the second one gets.
 */
export async function openChannel(
  client: Twilio,
  flow: FlexFlowInstance,
  { identity, toNumber, toName, taskAttributes }: ChannelWish,
): Promise<ChannelInstance> {
  const open = () =>
    client.flexApi.v1.channel.create({
      flexFlowSid: flow.sid,
      identity,
      target: toNumber,
      chatUserFriendlyName: toName,
      chatFriendlyName: `SMS${toNumber}`,
      taskAttributes: JSON.stringify(taskAttributes),
    });
  try {
    return await open();
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    return open();
  }
}

/** Whether the channel was made for this start: a channel that was there before belongs to another identity. */
export async function isOwnChannel(
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

/** A channel in the keys it has on the wire. */
export function wireKeys(instance: ChannelInstance): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(instance.toJSON() as Record<string, unknown>).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
