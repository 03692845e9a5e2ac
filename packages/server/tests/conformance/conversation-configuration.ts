// Conversations v1 beside the conversations: services, configuration, addresses, credentials, bindings, and in both
// trees roles, users, their conversations and scoped webhooks.
import { ensureUser, registerBinding, requireService } from '#threads/threads.ts';
import { type Call, type Conformance, NOBODY } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

/** One of the two trees: what its operations have in their names, and what is in their paths. */
interface Tree {
  readonly infix: '' | 'Service';
  readonly place: Place;
}

/** Performs every operation of Conversations that is not about conversations themselves. */
export async function conversationConfiguration(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('conversations_v1');
  const service = await call('CreateService', {}, { FriendlyName: 'Support' });
  await call('FetchService', { Sid: service.sid });
  await call('ListService', {}, { PageSize: 1 });
  await playAccount(call, service.sid);
  await playAddresses(conformance, call, service.sid);
  await playCredentials(call);
  await playServiceConfiguration(call, { ChatServiceSid: service.sid });
  await playBindings(conformance, call, service.sid);
  for (const tree of [
    { infix: '', place: {} },
    { infix: 'Service', place: { ChatServiceSid: service.sid } },
  ] as const) {
    await playRoles(call, tree);
    await playUsers(call, tree);
    await playScopedWebhooks(call, tree);
  }
  const spare = await call('CreateService', {}, { FriendlyName: 'Short-lived' });
  await call('DeleteService', { Sid: spare.sid });
}

async function playAccount(call: Call, serviceSid: string): Promise<void> {
  const before = await call('FetchConfiguration');
  await call(
    'UpdateConfiguration',
    {},
    { DefaultChatServiceSid: serviceSid, DefaultInactiveTimer: 'PT1H', DefaultClosedTimer: 'P1D' },
  );
  await call(
    'UpdateConfiguration',
    {},
    {
      DefaultChatServiceSid: before.default_chat_service_sid,
      DefaultInactiveTimer: null,
      DefaultClosedTimer: null,
    },
  );
  await call('FetchConfigurationWebhook');
  await call(
    'UpdateConfigurationWebhook',
    {},
    {
      Method: 'POST',
      Filters: ['onMessageAdded', 'onConversationUpdated'],
      PostWebhookUrl: `${NOBODY}/post`,
      Target: 'webhook',
    },
  );
  await call('UpdateConfigurationWebhook', {}, { PostWebhookUrl: null, Filters: null });
}

async function playAddresses(conformance: Conformance, call: Call, serviceSid: string): Promise<void> {
  const number = '+14155550177';
  await conformance.callerOf('api_v2010')('CreateIncomingPhoneNumber', {}, { PhoneNumber: number });
  const sms = await call(
    'CreateConfigurationAddress',
    {},
    {
      Type: 'sms',
      Address: number,
      FriendlyName: 'Support line',
      'AutoCreation.Enabled': true,
      'AutoCreation.Type': 'webhook',
      'AutoCreation.ConversationServiceSid': serviceSid,
      'AutoCreation.WebhookUrl': `${NOBODY}/hook`,
      'AutoCreation.WebhookMethod': 'post',
      'AutoCreation.WebhookFilters': ['onParticipantAdded', 'onMessageAdded'],
    },
  );
  await call(
    'CreateConfigurationAddress',
    {},
    {
      Type: 'whatsapp',
      Address: `whatsapp:${number}`,
      'AutoCreation.Enabled': true,
      'AutoCreation.Type': 'studio',
      'AutoCreation.StudioFlowSid': `FW${'0'.repeat(32)}`,
      'AutoCreation.StudioRetryCount': 2,
    },
  );
  const email = await call(
    'CreateConfigurationAddress',
    {},
    { Type: 'email', Address: 'support@example.com' },
  );
  await call('FetchConfigurationAddress', { Sid: sms.sid });
  await call('ListConfigurationAddress', {}, { Type: 'sms' });
  await call('ListConfigurationAddress', {}, { PageSize: 1 });
  await call(
    'UpdateConfigurationAddress',
    { Sid: email.sid },
    { 'AutoCreation.Enabled': true, 'AutoCreation.Type': 'default' },
  );
  await call('UpdateConfigurationAddress', { Sid: sms.sid }, { 'AutoCreation.Enabled': false });
  await call('DeleteConfigurationAddress', { Sid: email.sid });
}

async function playCredentials(call: Call): Promise<void> {
  const credential = await call(
    'CreateCredential',
    {},
    {
      Type: 'apn',
      FriendlyName: 'Phones',
      Certificate: '-----BEGIN CERTIFICATE-----',
      PrivateKey: '-----BEGIN RSA PRIVATE KEY-----',
      Sandbox: true,
    },
  );
  await call('CreateCredential', {}, { Type: 'gcm', ApiKey: 'key' });
  const fcm = await call('CreateCredential', {}, { Type: 'fcm', Secret: 'server key' });
  await call('FetchCredential', { Sid: credential.sid });
  await call('ListCredential', {}, { PageSize: 2 });
  await call('UpdateCredential', { Sid: credential.sid }, { FriendlyName: 'Tablets', Sandbox: false });
  await call('DeleteCredential', { Sid: fcm.sid });
}

async function playServiceConfiguration(call: Call, place: Place): Promise<void> {
  const configuration = await call('FetchServiceConfiguration', place);
  await call('UpdateServiceConfiguration', place, {
    DefaultConversationRoleSid: configuration.default_conversation_role_sid,
    ReachabilityEnabled: true,
  });
  await call('FetchServiceNotification', place);
  await call('UpdateServiceNotification', place, {
    LogEnabled: true,
    'NewMessage.Enabled': true,
    'NewMessage.Template': `New message in \${CONVERSATION}`,
    'NewMessage.WithMedia.Enabled': true,
    'AddedToConversation.Sound': 'ring',
  });
  await call('FetchServiceWebhookConfiguration', place);
  await call('UpdateServiceWebhookConfiguration', place, {
    PreWebhookUrl: `${NOBODY}/pre`,
    PostWebhookUrl: `${NOBODY}/post`,
    Filters: ['onMessageRemove', 'onParticipantAdd'],
    Method: 'GET',
  });
  await call('UpdateServiceWebhookConfiguration', place, { PreWebhookUrl: null, PostWebhookUrl: null });
}

/** Clients register their devices in their own protocol, so the binding is made without a request. */
async function playBindings(conformance: Conformance, call: Call, serviceSid: string): Promise<void> {
  const { context, account } = conformance.server;
  const sid = await context.database.transaction(async (tx) => {
    const service = await requireService(tx.db, account.sid, serviceSid);
    const { user } = await ensureUser(tx, service, { identity: 'phone owner' });
    const binding = { endpoint: 'phone-1', bindingType: 'fcm', messageTypes: ['added_to_channel'] } as const;
    return (await registerBinding(tx, user, binding)).sid;
  });
  const place = { ChatServiceSid: serviceSid };
  await call('ListServiceBinding', place, { BindingType: ['fcm', 'apn'], Identity: ['phone owner'] });
  await call('FetchServiceBinding', { ...place, Sid: sid });
  await call('DeleteServiceBinding', { ...place, Sid: sid });
}

async function playRoles(call: Call, { infix, place }: Tree): Promise<void> {
  const role = await call(`Create${infix}Role`, place, {
    FriendlyName: 'listener',
    Type: 'conversation',
    Permission: ['leaveConversation', 'sendMessage', 'addNonChatParticipant'],
  });
  const one = { ...place, Sid: role.sid };
  await call(`Fetch${infix}Role`, one);
  await call(`List${infix}Role`, place, { PageSize: 2 });
  await call(`Update${infix}Role`, one, { Permission: ['leaveConversation'] });
  await call(`Delete${infix}Role`, one);
}

async function playUsers(call: Call, { infix, place }: Tree): Promise<void> {
  const user = await call(
    `Create${infix}User`,
    place,
    { Identity: 'anna', FriendlyName: 'Anna', Attributes: '{"team":"north"}' },
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
  await call(`Create${infix}User`, place, { Identity: 'nobody' });
  await call(`Fetch${infix}User`, { ...place, Sid: 'anna' });
  await call(`List${infix}User`, place, { PageSize: 1 });
  await call(`Update${infix}User`, { ...place, Sid: user.sid }, { FriendlyName: 'Anna B.' });
  await call(`Delete${infix}User`, { ...place, Sid: 'nobody' });
  await playUserConversations(call, { infix, place }, user.sid);
}

async function playUserConversations(call: Call, { infix, place }: Tree, userSid: string): Promise<void> {
  const conversation = await call(`Create${infix}Conversation`, place, {
    FriendlyName: 'Order 4711',
    UniqueName: `order-${infix}`,
    State: 'active',
    'Timers.Inactive': 'PT1M',
    'Timers.Closed': 'PT10M',
  });
  const within = { ...place, ConversationSid: conversation.sid };
  await call(`Create${infix}ConversationParticipant`, within, { Identity: 'anna' });
  await call(`Create${infix}ConversationMessage`, within, { Body: 'hello' });
  const one = { ...place, UserSid: userSid, ConversationSid: conversation.sid };
  await call(`List${infix}UserConversation`, { ...place, UserSid: userSid }, { PageSize: 1 });
  await call(`Fetch${infix}UserConversation`, { ...one, UserSid: 'anna' });
  await call(`Update${infix}UserConversation`, one, {
    NotificationLevel: 'muted',
    LastReadMessageIndex: 0,
    LastReadTimestamp: '2026-01-02T03:04:05Z',
  });
  await call(`Delete${infix}UserConversation`, one);
}

async function playScopedWebhooks(call: Call, { infix, place }: Tree): Promise<void> {
  const conversation = await call(`Create${infix}Conversation`, place, { FriendlyName: 'Watched' });
  const within = { ...place, ConversationSid: conversation.sid };
  const operation = (verb: string) => `${verb}${infix}ConversationScopedWebhook`;
  const webhook = await call(operation('Create'), within, {
    Target: 'webhook',
    'Configuration.Url': `${NOBODY}/hook`,
    'Configuration.Method': 'get',
    'Configuration.Filters': ['onMessageAdded', 'onConversationRemoved'],
    'Configuration.ReplayAfter': 0,
  });
  await call(operation('Create'), within, {
    Target: 'trigger',
    'Configuration.Url': `${NOBODY}/words`,
    'Configuration.Triggers': ['help', 'agent'],
  });
  const studio = await call(operation('Create'), within, {
    Target: 'studio',
    'Configuration.FlowSid': `FW${'0'.repeat(32)}`,
  });
  await call(operation('Fetch'), { ...within, Sid: webhook.sid });
  await call(operation('List'), within, { PageSize: 5 });
  await call(operation('Update'), { ...within, Sid: webhook.sid }, { 'Configuration.Method': 'post' });
  await call(operation('Delete'), { ...within, Sid: studio.sid });
}
