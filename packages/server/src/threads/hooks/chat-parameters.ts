// The parameters of webhooks in the words of Programmable Chat ("Webhook Events").
import type { MessageRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { type HookFacts, type LooseParameters, mediaOf, timestamp } from './hook-facts.ts';
import { userParameters } from './user-parameters.ts';

function channelParameters(channel: Partial<ThreadRow>): LooseParameters {
  return {
    ChannelSid: channel.sid,
    ChannelType: channel.type,
    FriendlyName: channel.friendly_name,
    UniqueName: channel.unique_name,
    Attributes: channel.attributes,
    CreatedBy: channel.created_by,
    DateCreated: timestamp(channel.date_created),
    DateUpdated: timestamp(channel.date_updated),
  };
}

function messageParameters(message: Partial<MessageRow>): LooseParameters {
  const [media] = mediaOf(message);
  return {
    MessageSid: message.sid,
    Index: message.message_index,
    From: message.author,
    Body: message.body,
    Attributes: message.attributes,
    LastUpdatedBy: message.last_updated_by,
    DateCreated: timestamp(message.date_created),
    DateUpdated: timestamp(message.date_updated),
    ...(media === undefined
      ? {}
      : {
          MediaSid: media.sid,
          MediaContentType: media.content_type,
          MediaFilename: media.filename,
          MediaSize: media.size,
        }),
  };
}

function memberParameters(member: Partial<ParticipantRow>): LooseParameters {
  return {
    MemberSid: member.sid,
    Identity: member.identity,
    RoleSid: member.role_sid,
    Attributes: member.attributes,
    LastConsumedMessageIndex: member.last_read_index,
    LastConsumptionTimestamp: timestamp(member.last_read_at),
    DateCreated: timestamp(member.date_created),
    DateUpdated: timestamp(member.date_updated),
  };
}

function subjectParameters({ happening, thread, message, participant, user }: HookFacts): LooseParameters {
  const place = { ChannelSid: thread?.sid };
  if (message !== undefined) return { ...place, ...messageParameters(message) };
  if (participant !== undefined) return { ...place, ...memberParameters(participant) };
  if (user !== undefined) return userParameters(user);
  return thread === null || happening === 'thread.state' ? place : channelParameters(thread);
}

/** What is posted of something in a service, beside the name of the event. */
export function chatParameters(facts: HookFacts): LooseParameters {
  return {
    AccountSid: facts.accountSid,
    InstanceSid: facts.serviceSid,
    Source: facts.origin.source,
    ClientIdentity: facts.origin.clientIdentity,
    ...subjectParameters(facts),
    ...(facts.happening.endsWith('.remove') ? { DateRemoved: timestamp(facts.at) } : {}),
  };
}
