// What a Flex channel writes into the attributes of its chat channel, and how it is read back.
import { type AttributeDocument, attributesProblem, readAttributes } from '#kernel/attributes.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';

/** What is known of a new channel. */
export interface ChannelFacts {
  readonly from: string;
  readonly isLongLived: boolean;
  readonly preEngagementData: string | null;
  readonly taskSid: string | null;
}

/** Longest engagement data, in characters: with the rest it fits into the attributes of a channel. */
export const LONGEST_ENGAGEMENT = 16_384;

/**
 * Engagement data as the attributes hold it: an object as such, because flows and plugins read its fields
 * ("Using Pre-Engagement Form Data and Context"), anything else as the text it is.
 */
export function engagementValue(data: string): unknown {
  return attributesProblem(data, LONGEST_ENGAGEMENT) === null ? readAttributes(data) : data;
}

/** The name a customer gave in the form before a web chat, or null. */
export function nameInEngagement(data: string | null): string | null {
  const name = readAttributes(data)['friendlyName'];
  return typeof name === 'string' && name !== '' ? name : null;
}

/** What plugins, functions and the janitor find in the attributes of a new channel. */
export function initialAttributes(flow: FlexFlowRow, facts: ChannelFacts): AttributeDocument {
  const { preEngagementData } = facts;
  return {
    from: facts.from,
    channel_type: flow.channel_type,
    status: 'ACTIVE',
    long_lived: facts.isLongLived,
    ...(preEngagementData === null ? {} : { pre_engagement_data: engagementValue(preEngagementData) }),
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
