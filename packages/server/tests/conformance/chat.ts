// Programmable Chat v2: a service with its channels, members, messages, users and roles.

import { type Call, type Conformance, NOBODY } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

/** Performs every built operation of Programmable Chat. */
export async function chat(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('chat_v2');
  const service = await call('CreateService', {}, { FriendlyName: 'Flex Chat Service' });
  const place = { ServiceSid: service.sid };
  await call('FetchService', { Sid: service.sid });
  await call('ListService', {}, { PageSize: 20 });
  await call(
    'UpdateService',
    { Sid: service.sid },
    {
      FriendlyName: 'Renamed',
      ReachabilityEnabled: true,
      TypingIndicatorTimeout: 7,
      WebhookFilters: ['onMessageSent', 'onMemberAdded'],
      PostWebhookUrl: `${NOBODY}/chat`,
      WebhookMethod: 'POST',
      'Limits.ChannelMembers': 50,
      'Notifications.NewMessage.Enabled': true,
      'Notifications.NewMessage.Template': 'New message',
      'Media.CompatibilityMessage': 'A picture was sent',
    },
  );
  await playRoles(call, place);
  await playUsers(call, place);
  await playChannels(call, place);
  const spare = await call('CreateService', {}, { FriendlyName: 'Short-lived' });
  await call('DeleteService', { Sid: spare.sid });
}

async function playRoles(call: Call, place: Place): Promise<void> {
  const role = await call('CreateRole', place, {
    FriendlyName: 'listener',
    Type: 'channel',
    Permission: ['leaveChannel', 'sendMessage'],
  });
  const one = { ...place, Sid: role.sid };
  await call('FetchRole', one);
  await call('ListRole', place);
  await call('UpdateRole', one, { Permission: ['leaveChannel'] });
  await call('DeleteRole', one);
}

async function playUsers(call: Call, place: Place): Promise<void> {
  const user = await call('CreateUser', place, {
    Identity: 'anna',
    FriendlyName: 'Anna',
    Attributes: '{"team":"north"}',
  });
  const one = { ...place, Sid: user.sid };
  await call('CreateUser', place, { Identity: 'nobody' });
  await call('FetchUser', { ...place, Sid: 'anna' });
  await call('ListUser', place, { PageSize: 1 });
  await call('UpdateUser', one, { FriendlyName: 'Anna B.' }, { 'X-Twilio-Webhook-Enabled': 'true' });
  await call('DeleteUser', { ...place, Sid: 'nobody' });
}

async function playChannels(call: Call, place: Place): Promise<void> {
  const bare = await call('CreateChannel', place);
  const channel = await call('CreateChannel', place, {
    FriendlyName: 'Order 4711',
    UniqueName: 'order-4711',
    Attributes: '{"order":4711}',
    Type: 'private',
    CreatedBy: 'anna',
    DateCreated: '2026-01-02T03:04:05Z',
  });
  const one = { ...place, Sid: channel.sid };
  await playMembers(call, { ...place, ChannelSid: channel.sid });
  await playMessages(call, { ...place, ChannelSid: channel.sid });
  await call('FetchChannel', { ...place, Sid: 'order-4711' });
  await call('ListChannel', place, { Type: ['public', 'private'] });
  await call('UpdateChannel', one, { FriendlyName: 'Order 4711, shipped', UniqueName: null });
  await call('DeleteChannel', { ...place, Sid: bare.sid }, {}, { 'X-Twilio-Webhook-Enabled': 'true' });
}

async function playMembers(call: Call, place: Place): Promise<void> {
  const member = await call('CreateMember', place, { Identity: 'anna', Attributes: '{"seat":1}' });
  const one = { ...place, Sid: member.sid };
  await call('CreateMember', place, { Identity: 'ben' });
  await call('FetchMember', { ...place, Sid: 'anna' });
  await call('ListMember', place, { Identity: ['anna', 'ben'] });
  await call('UpdateMember', one, { LastConsumedMessageIndex: 0 });
  await call('DeleteMember', { ...place, Sid: 'ben' });
}

async function playMessages(call: Call, place: Place): Promise<void> {
  const message = await call('CreateMessage', place, {
    From: 'anna',
    Body: 'Your order is on its way ✓',
    Attributes: '{"kind":"note"}',
  });
  const one = { ...place, Sid: message.sid };
  const second = await call('CreateMessage', place, { Body: 'a=b&c' });
  await call('FetchMessage', one);
  await call('ListMessage', place, { Order: 'desc', PageSize: 1 });
  await call('UpdateMessage', one, { Body: 'Your order has arrived', LastUpdatedBy: 'anna' });
  await call('DeleteMessage', { ...place, Sid: second.sid });
}
