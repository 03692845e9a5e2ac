// The attributes of the task of an interaction: those of its creator, and those by which desks find the conversation.
import { type AttributeDocument, readAttributes } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { InteractionInitiator, InteractionMedium } from '#storage/schema/interactions.ts';
import { TASK_ATTRIBUTES_LIMIT } from './input.ts';

/** What attributes are made of. */
export interface AttributeFacts {
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly inviteSid: string;
  readonly threadSid: string;
  readonly medium: InteractionMedium;
  readonly initiatedBy: InteractionInitiator;
  readonly customer: { readonly address: string | null; readonly name: string | null };
  /** JSON object as text. */
  readonly given: string | null | undefined;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function documentIn(given: AttributeDocument, key: string): AttributeDocument {
  const value = given[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as AttributeDocument)
    : {};
}

function customersOf(facts: AttributeFacts, name: unknown): AttributeDocument {
  const { address } = facts.customer;
  const reached = address === null ? {} : { [facts.medium === 'email' ? 'email' : 'phone']: address };
  return { ...reached, ...(name === undefined || name === null ? {} : { name }) };
}

/**
 * The task's attributes as JSON text (Flex "Interactions API", task attributes). What the creator says stays as it
 * is, but for the SIDs, which nobody else can know. 400/20001 when all of it is longer than a task's attributes may be.
 */
export function taskAttributes(facts: AttributeFacts): string {
  const given = readAttributes(facts.given);
  const { customer, medium, initiatedBy, threadSid } = facts;
  const direction = initiatedBy === 'agent' ? 'outbound' : 'inbound';
  const name = given['customerName'] ?? customer.name ?? undefined;
  const attributes = JSON.stringify({
    channelType: medium,
    direction,
    initiatedBy,
    ...(customer.address === null ? {} : { from: customer.address, customerAddress: customer.address }),
    ...(name === undefined ? {} : { customerName: name }),
    ...given,
    customers: { ...customersOf(facts, name), ...documentIn(given, 'customers') },
    conversations: {
      initiated_by: capitalised(initiatedBy),
      communication_channel: capitalised(medium),
      direction: capitalised(direction),
      media: [{ conversation_sid: threadSid, media: [{ type: 'ChatTranscript', sid: threadSid }] }],
      ...documentIn(given, 'conversations'),
      conversation_id: facts.interactionSid,
    },
    flexInteractionSid: facts.interactionSid,
    flexInteractionChannelSid: facts.channelSid,
    flexChannelInviteSid: facts.inviteSid,
    conversationSid: threadSid,
  });
  if (attributes.length <= TASK_ATTRIBUTES_LIMIT) return attributes;
  throw invalidParameter(
    'Routing',
    `properties.attributes: with those of the interaction it is longer than ${TASK_ATTRIBUTES_LIMIT} characters`,
  );
}
