// What a Flex channel writes into the attributes of its chat channel, and how it is read back.
import { type AttributeDocument, readAttributes } from '#kernel/attributes.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';

/** What plugins, functions and the janitor find in the attributes of a new channel. */
export function initialAttributes(
  flow: FlexFlowRow,
  facts: { from: string; isLongLived: boolean; preEngagementData: string | null; taskSid: string | null },
): AttributeDocument {
  return {
    from: facts.from,
    channel_type: flow.channel_type,
    status: 'ACTIVE',
    long_lived: facts.isLongLived,
    ...(facts.preEngagementData === null ? {} : { pre_engagement_data: facts.preEngagementData }),
    ...(facts.taskSid === null ? {} : { task_sid: facts.taskSid }),
  };
}

/** What the attributes of a channel say about it; anybody may have rewritten them. */
export interface ChannelState {
  readonly isInactive: boolean;
  readonly isLongLived: boolean;
  readonly sessionSid: string | null;
}

/** Reads the state. The status is compared without regard to case: documents of Twilio write it both ways. */
export function channelState(attributes: string): ChannelState {
  const document = readAttributes(attributes);
  const status = document['status'];
  const session = document['proxySession'];
  return {
    isInactive: typeof status === 'string' && status.toUpperCase() === 'INACTIVE',
    isLongLived: document['long_lived'] === true,
    sessionSid: typeof session === 'string' ? session : null,
  };
}
