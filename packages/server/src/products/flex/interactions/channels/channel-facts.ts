// What the event log records of an interaction channel.
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';

/** What every event of a channel tells. */
export function channelFacts(channel: InteractionChannelRow) {
  return {
    interactionSid: channel.interaction_sid,
    threadSid: channel.thread_sid,
    status: channel.status,
  };
}
