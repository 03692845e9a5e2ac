// Programmable Chat v2: a service with its channels, members, messages, users and roles, and what hangs on them.
import { ensureUser, registerBinding, requireService } from '#threads/threads.ts';
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
  await playChannels(conformance, call, place);
  await playUserChannels(call, place);
  await playDevices(conformance, call, place);
  await playCredentials(call);
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

async function playChannels(conformance: Conformance, call: Call, place: Place): Promise<void> {
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
  await playMessages(conformance, call, { ...place, ChannelSid: channel.sid });
  await playInvites(call, { ...place, ChannelSid: channel.sid });
  await playWebhooks(call, { ...place, ChannelSid: channel.sid });
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

async function playMessages(conformance: Conformance, call: Call, place: Place): Promise<void> {
  const message = await call('CreateMessage', place, {
    From: 'anna',
    Body: 'Your order is on its way ✓',
    Attributes: '{"kind":"note"}',
  });
  const one = { ...place, Sid: message.sid };
  const second = await call('CreateMessage', place, { Body: 'a=b&c' });
  const attached = await call('CreateMessage', place, {
    MediaSid: await conformance.upload(place['ServiceSid']!),
  });
  await call('FetchMessage', { ...place, Sid: attached.sid });
  await call('FetchMessage', one);
  await call('ListMessage', place, { Order: 'desc', PageSize: 1 });
  await call('UpdateMessage', one, { Body: 'Your order has arrived', LastUpdatedBy: 'anna' });
  await call('DeleteMessage', { ...place, Sid: second.sid });
}

async function playInvites(call: Call, place: Place): Promise<void> {
  const invite = await call('CreateInvite', place, { Identity: 'carl' });
  const one = { ...place, Sid: invite.sid };
  await call('CreateInvite', place, { Identity: 'dora' });
  await call('FetchInvite', one);
  await call('ListInvite', place, { Identity: ['carl', 'dora'] });
  await call('DeleteInvite', one);
}

async function playWebhooks(call: Call, place: Place): Promise<void> {
  const webhook = await call('CreateChannelWebhook', place, {
    Type: 'webhook',
    'Configuration.Url': `${NOBODY}/hook`,
    'Configuration.Method': 'GET',
    'Configuration.Filters': ['onMessageSent', 'onChannelDestroyed'],
    'Configuration.RetryCount': 2,
  });
  const trigger = await call('CreateChannelWebhook', place, {
    Type: 'trigger',
    'Configuration.Url': `${NOBODY}/words`,
    'Configuration.Triggers': ['keyword1', 'keyword2'],
  });
  await call('CreateChannelWebhook', place, {
    Type: 'studio',
    'Configuration.FlowSid': `FW${'0'.repeat(32)}`,
  });
  const one = { ...place, Sid: webhook.sid };
  await call('FetchChannelWebhook', one);
  await call('ListChannelWebhook', place, { PageSize: 2 });
  await call('UpdateChannelWebhook', one, { 'Configuration.Method': 'POST', 'Configuration.RetryCount': 3 });
  await call('DeleteChannelWebhook', { ...place, Sid: trigger.sid });
}

async function playUserChannels(call: Call, place: Place): Promise<void> {
  const channel = await call('CreateChannel', place, { UniqueName: 'support' });
  const invited = await call('CreateChannel', place, { Type: 'private' });
  const within = { ...place, ChannelSid: channel.sid };
  await call('CreateMember', within, { Identity: 'anna' });
  await call('CreateMessage', within, { Body: 'hello' });
  await call('CreateInvite', { ...place, ChannelSid: invited.sid }, { Identity: 'anna' });
  const one = { ...place, UserSid: 'anna', ChannelSid: 'support' };
  await call('ListUserChannel', { ...place, UserSid: 'anna' }, { PageSize: 1 });
  await call('FetchUserChannel', one);
  await call('FetchUserChannel', { ...one, ChannelSid: invited.sid });
  await call('UpdateUserChannel', one, {
    NotificationLevel: 'muted',
    LastConsumedMessageIndex: 0,
    LastConsumptionTimestamp: '2026-01-02T03:04:05Z',
  });
  await call('DeleteUserChannel', one, {}, { 'X-Twilio-Webhook-Enabled': 'true' });
}

/** Clients register their devices in their own protocol, so the bindings are made without a request. */
async function playDevices({ server }: Conformance, call: Call, place: Place): Promise<void> {
  const { context, account } = server;
  const [phone, tablet] = await context.database.transaction(async (tx) => {
    const service = await requireService(tx.db, account.sid, place['ServiceSid']!);
    const { user } = await ensureUser(tx, service, { identity: 'anna' });
    const device = { bindingType: 'fcm', messageTypes: ['new_message', 'added_to_channel'] } as const;
    return [
      await registerBinding(tx, user, { ...device, endpoint: 'phone' }),
      await registerBinding(tx, user, { ...device, endpoint: 'tablet' }),
    ];
  });
  await call('ListBinding', place, { BindingType: ['fcm', 'apn'], Identity: ['anna'] });
  await call('FetchBinding', { ...place, Sid: phone!.sid });
  await call('DeleteBinding', { ...place, Sid: phone!.sid });
  const ofAnna = { ...place, UserSid: 'anna' };
  await call('ListUserBinding', ofAnna, { BindingType: ['fcm'] });
  await call('FetchUserBinding', { ...ofAnna, Sid: tablet!.sid });
  await call('DeleteUserBinding', { ...ofAnna, Sid: tablet!.sid });
}

async function playCredentials(call: Call): Promise<void> {
  const credential = await call(
    'CreateCredential',
    {},
    { Type: 'apn', FriendlyName: 'Phones', Certificate: '-----BEGIN CERTIFICATE-----', Sandbox: true },
  );
  await call('CreateCredential', {}, { Type: 'fcm', Secret: 'server key' });
  const gcm = await call('CreateCredential', {}, { Type: 'gcm', ApiKey: 'key' });
  await call('FetchCredential', { Sid: credential.sid });
  await call('ListCredential', {}, { PageSize: 2 });
  await call('UpdateCredential', { Sid: credential.sid }, { FriendlyName: 'Tablets', Sandbox: false });
  await call('DeleteCredential', { Sid: gcm.sid });
}
