// The history of an earlier channel, written into a new one before the customer's phone is connected to it: the agent
// reads what was said before, and the customer is not sent it again.
import type { Twilio } from 'twilio';
import { OutboundError } from '../outbound-error.ts';

/** Messages that are copied; the latest ones of a longer history. */
const LONGEST_HISTORY = 200;

/** Copies the messages in their order and returns how many. 400 when the source is not in the chat service. */
export async function copyHistory(
  client: Twilio,
  chatServiceSid: string,
  sourceSid: string,
  targetSid: string,
): Promise<number> {
  const { channels } = client.chat.v2.services(chatServiceSid);
  const source = await channels(sourceSid).messages.list({ order: 'desc', limit: LONGEST_HISTORY });
  // One after the other: the order in which they are written is the order in which they are read.
  for (const message of source.reverse()) {
    const attributes = { sourceChannelSid: sourceSid, sourceMessageSid: message.sid };
    await channels(targetSid).messages.create({
      from: message.from,
      body: message.body,
      dateCreated: message.dateCreated,
      attributes: JSON.stringify(attributes),
    });
  }
  return source.length;
}

/** Refuses a source channel the chat service does not have. */
export async function requireSource(
  client: Twilio,
  chatServiceSid: string,
  sourceSid: string,
): Promise<void> {
  try {
    await client.chat.v2.services(chatServiceSid).channels(sourceSid).fetch();
  } catch (error) {
    if ((error as { status?: unknown }).status !== 404) throw error;
    const problem = `'sourceChatChannelSid' names no channel of the flow's chat service: ${sourceSid}`;
    throw new OutboundError(400, problem, { errors: [problem] });
  }
}
