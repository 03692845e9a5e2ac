// The parameters of webhooks in the words of Conversations ("Conversations Webhooks").
import type { MessageRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { type HookFacts, type LooseParameters, mediaOf, timestamp } from './hook-facts.ts';
import { userParameters } from './user-parameters.ts';

function conversationParameters({ thread }: HookFacts): LooseParameters {
  const conversation: Partial<ThreadRow> = thread ?? {};
  return {
    FriendlyName: conversation.friendly_name,
    UniqueName: conversation.unique_name,
    Attributes: conversation.attributes,
    State: conversation.state,
    DateCreated: timestamp(conversation.date_created),
    DateUpdated: timestamp(conversation.date_updated),
  };
}

function mediaParameter(message: Partial<MessageRow>): string | null {
  const media = mediaOf(message);
  if (media.length === 0) return null;
  return JSON.stringify(
    media.map(({ sid, filename, content_type, size, category }) => ({
      Category: category ?? 'media',
      Sid: sid,
      Filename: filename,
      ContentType: content_type,
      Size: size,
    })),
  );
}

function messageParameters(message: Partial<MessageRow>): LooseParameters {
  return {
    MessageSid: message.sid,
    Index: message.message_index,
    Author: message.author,
    Body: message.body,
    Subject: message.subject,
    ContentSid: message.content_sid,
    ParticipantSid: message.participant_sid,
    Attributes: message.attributes,
    Media: mediaParameter(message),
    DateCreated: timestamp(message.date_created),
    DateUpdated: timestamp(message.date_updated),
  };
}

function participantParameters(participant: Partial<ParticipantRow>): LooseParameters {
  return {
    ParticipantSid: participant.sid,
    Identity: participant.identity,
    RoleSid: participant.role_sid,
    Attributes: participant.attributes,
    'MessagingBinding.Type': participant.kind?.toUpperCase(),
    'MessagingBinding.Address': participant.address,
    'MessagingBinding.ProxyAddress': participant.proxy_address,
    'MessagingBinding.ProjectedAddress': participant.projected_address,
    LastReadMessageIndex: participant.last_read_index,
    DateCreated: timestamp(participant.date_created),
    DateUpdated: timestamp(participant.date_updated),
  };
}

function deliveryParameters({ message, delivery }: HookFacts): LooseParameters {
  return {
    MessageSid: message?.sid,
    DeliveryReceiptSid: delivery?.receiptSid,
    ChannelMessageSid: delivery?.channelMessageSid,
    ParticipantSid: delivery?.participantSid,
    Status: delivery?.status,
    ErrorCode: delivery?.errorCode,
  };
}

function subjectParameters(facts: HookFacts): LooseParameters {
  if (facts.delivery !== undefined) return deliveryParameters(facts);
  if (facts.message !== undefined) return messageParameters(facts.message);
  if (facts.participant !== undefined) return participantParameters(facts.participant);
  if (facts.user !== undefined) return userParameters(facts.user);
  if (facts.state === undefined) return conversationParameters(facts);
  const { stateFrom, stateTo, reason } = facts.state;
  return { StateFrom: stateFrom, StateTo: stateTo, Reason: reason, DateUpdated: timestamp(facts.at) };
}

/** What is posted of something in a service, beside the name of the event. */
export function conversationsParameters(facts: HookFacts): LooseParameters {
  return {
    AccountSid: facts.accountSid,
    ChatServiceSid: facts.serviceSid,
    ConversationSid: facts.thread?.sid,
    MessagingServiceSid: facts.thread?.messaging_service_sid,
    Source: facts.origin.source,
    ClientIdentity: facts.origin.clientIdentity,
    ...subjectParameters(facts),
    ...(facts.happening.endsWith('.remove') ? { DateRemoved: timestamp(facts.at) } : {}),
  };
}
