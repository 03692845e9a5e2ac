// Mistakes in requests about Conversations beside the conversations: services, configuration, addresses, credentials,
// bindings, roles, users, their conversations and scoped webhooks.
import { refused } from './row.ts';

const V1 = '/conversations/v1';
const SERVICE = `${V1}/Services/{IS3}`;
const ADDRESSES = `${V1}/Configuration/Addresses`;
const UNKNOWN = '404/20404';
const HOOK = 'https://example.com/hook';
const long = (length: number) => 'x'.repeat(length);

const services = [
  refused('a service without a name', `POST ${V1}/Services`, {}, '400/20001 FriendlyName'),
  refused(
    'a service with a long name',
    `POST ${V1}/Services`,
    { FriendlyName: long(257) },
    '400/20001 FriendlyName',
  ),
  refused('a service of another account', `GET ${V1}/Services/{other:IS3}`, null, UNKNOWN),
  refused('a service that does not exist', `GET ${V1}/Services/{no:IS}`, null, UNKNOWN),
  refused('an update of a service', `POST ${SERVICE}`, { FriendlyName: 'x' }, '405/20004'),
  refused('a removal of a foreign service', `DELETE ${V1}/Services/{other:IS3}`, null, UNKNOWN),
];

const configuration = [
  refused(
    'a default service that is none',
    `POST ${V1}/Configuration`,
    { DefaultChatServiceSid: 'IS1' },
    '400/20001 DefaultChatServiceSid',
  ),
  refused(
    'a foreign default service',
    `POST ${V1}/Configuration`,
    { DefaultChatServiceSid: '{other:IS3}' },
    '400/20001 DefaultChatServiceSid',
  ),
  refused(
    'a default messaging service that is none',
    `POST ${V1}/Configuration`,
    { DefaultMessagingServiceSid: '{IS3}' },
    '400/20001 DefaultMessagingServiceSid',
  ),
  refused(
    'a foreign default messaging service',
    `POST ${V1}/Configuration`,
    { DefaultMessagingServiceSid: '{other:MG}' },
    '400/20001 DefaultMessagingServiceSid',
  ),
  refused(
    'an inactive timer in words',
    `POST ${V1}/Configuration`,
    { DefaultInactiveTimer: 'soon' },
    '400/50379',
  ),
  refused(
    'a short inactive timer',
    `POST ${V1}/Configuration`,
    { DefaultInactiveTimer: 'PT59S' },
    '400/50375',
  ),
  refused(
    'a closed timer without a unit',
    `POST ${V1}/Configuration`,
    { DefaultClosedTimer: 'PT' },
    '400/50380',
  ),
  refused('a short closed timer', `POST ${V1}/Configuration`, { DefaultClosedTimer: 'PT599S' }, '400/50376'),
  refused(
    'a long timer',
    `POST ${V1}/Configuration`,
    { DefaultClosedTimer: `P${long(70)}D` },
    '400/20001 DefaultClosedTimer',
  ),
  refused(
    'an account webhook before the event that is no URL',
    `POST ${V1}/Configuration/Webhooks`,
    { PreWebhookUrl: 'javascript:alert(1)' },
    '400/50077 PreWebhookUrl',
  ),
  refused(
    'an account webhook with a long URL',
    `POST ${V1}/Configuration/Webhooks`,
    { PostWebhookUrl: `https://example.com/${long(2_048)}` },
    '400/50078 PostWebhookUrl',
  ),
  refused(
    'an account webhook for an unknown event',
    `POST ${V1}/Configuration/Webhooks`,
    { Filters: ['onMessageAdded', 'onChannelAdded'] },
    '400/20001 Filters',
  ),
  refused(
    'an account webhook with an unknown method',
    `POST ${V1}/Configuration/Webhooks`,
    { Method: 'DELETE' },
    '400/20001 Method',
  ),
  refused(
    'an account webhook with an unknown target',
    `POST ${V1}/Configuration/Webhooks`,
    { Target: 'studio' },
    '400/20001 Target',
  ),
  refused(
    'a default role of the wrong type',
    `POST ${SERVICE}/Configuration`,
    { DefaultConversationRoleSid: '{RL6}' },
    '404/50100',
  ),
  refused(
    'a default role of another service',
    `POST ${SERVICE}/Configuration`,
    { DefaultChatServiceRoleSid: '{RL4}' },
    '404/50100',
  ),
  refused(
    'a reachability that is neither',
    `POST ${SERVICE}/Configuration`,
    { ReachabilityEnabled: 'maybe' },
    '400/20001 ReachabilityEnabled',
  ),
  refused(
    'the configuration of a foreign service',
    `GET ${V1}/Services/{other:IS3}/Configuration`,
    null,
    UNKNOWN,
  ),
  refused(
    'a change of the configuration of a foreign service',
    `POST ${V1}/Services/{other:IS3}/Configuration`,
    { ReachabilityEnabled: 'true' },
    UNKNOWN,
  ),
  refused(
    'a notification flag that is neither',
    `POST ${SERVICE}/Configuration/Notifications`,
    { 'NewMessage.Enabled': '1' },
    '400/20001 NewMessage.Enabled',
  ),
  refused(
    'a notification with a long template',
    `POST ${SERVICE}/Configuration/Notifications`,
    { 'AddedToConversation.Template': long(1_025) },
    '400/20001 AddedToConversation.Template',
  ),
  refused(
    'a notification with a long sound',
    `POST ${SERVICE}/Configuration/Notifications`,
    { 'RemovedFromConversation.Sound': long(257) },
    '400/20001 RemovedFromConversation.Sound',
  ),
  refused(
    'a service webhook after the event that is no URL',
    `POST ${SERVICE}/Configuration/Webhooks`,
    { PostWebhookUrl: '//example.com' },
    '400/50078 PostWebhookUrl',
  ),
  refused(
    'a service webhook for an unknown event',
    `POST ${SERVICE}/Configuration/Webhooks`,
    { Filters: 'onEverything' },
    '400/20001 Filters',
  ),
];

const addresses = [
  refused('an address without a type', `POST ${ADDRESSES}`, { Address: 'a@example.com' }, '400/20001 Type'),
  refused(
    'an address of an unknown type',
    `POST ${ADDRESSES}`,
    { Type: 'fax', Address: 'x' },
    '400/20001 Type',
  ),
  refused('a type without an address', `POST ${ADDRESSES}`, { Type: 'email' }, '400/20001 Address'),
  refused('an email that is none', `POST ${ADDRESSES}`, { Type: 'email', Address: '@' }, '400/20001 Address'),
  refused('a number that is none', `POST ${ADDRESSES}`, { Type: 'sms', Address: '+1' }, '400/20001 Address'),
  refused('a long address', `POST ${ADDRESSES}`, { Type: 'chat', Address: long(257) }, '400/20001 Address'),
  refused(
    'a number of nobody',
    `POST ${ADDRESSES}`,
    { Type: 'sms', Address: '+14155559998' },
    '400/50413 Address',
  ),
  refused(
    'a WhatsApp number of nobody',
    `POST ${ADDRESSES}`,
    { Type: 'whatsapp', Address: 'whatsapp:+14155559998' },
    '400/50415 Address',
  ),
  refused(
    'a country with three letters',
    `POST ${ADDRESSES}`,
    { Type: 'chat', Address: 'x', AddressCountry: 'USA' },
    '400/20001 AddressCountry',
  ),
  refused(
    'auto-creation of nothing',
    `POST ${ADDRESSES}`,
    { Type: 'chat', Address: 'x', 'AutoCreation.Enabled': 'true' },
    '400/45760 AutoCreation.Type',
  ),
  refused(
    'auto-creation of an unknown type',
    `POST ${ADDRESSES}`,
    { Type: 'chat', Address: 'x', 'AutoCreation.Type': 'magic' },
    '400/45762 AutoCreation.Type',
  ),
  refused(
    'auto-creation without a flow',
    `POST ${ADDRESSES}`,
    { Type: 'chat', Address: 'x', 'AutoCreation.Type': 'studio' },
    '400/45763 AutoCreation.StudioFlowSid',
  ),
  refused(
    'auto-creation without a webhook',
    `POST ${ADDRESSES}`,
    { Type: 'chat', Address: 'x', 'AutoCreation.Type': 'webhook' },
    '400/45764 AutoCreation.WebhookUrl',
  ),
  refused(
    'auto-creation in a foreign service',
    `POST ${ADDRESSES}/{IG}`,
    { 'AutoCreation.ConversationServiceSid': '{other:IS3}' },
    '400/20001 AutoCreation.ConversationServiceSid',
  ),
  refused(
    'auto-creation for an unknown event',
    `POST ${ADDRESSES}/{IG}`,
    {
      'AutoCreation.Type': 'webhook',
      'AutoCreation.WebhookUrl': HOOK,
      'AutoCreation.WebhookFilters': 'onMessageAdd',
    },
    '400/50365 AutoCreation.WebhookFilters',
  ),
  refused(
    'auto-creation with four retries',
    `POST ${ADDRESSES}/{IG}`,
    { 'AutoCreation.StudioRetryCount': '4' },
    '400/20001 AutoCreation.StudioRetryCount',
  ),
  refused(
    'an address with a long name',
    `POST ${ADDRESSES}/{IG}`,
    { FriendlyName: long(257) },
    '400/20001 FriendlyName',
  ),
  refused('addresses of an unknown type', `GET ${ADDRESSES}?Type=fax`, null, '400/20001 Type'),
  refused('an address of another account', `GET ${ADDRESSES}/{other:IG}`, null, UNKNOWN),
  refused('a change of a foreign address', `POST ${ADDRESSES}/{other:IG}`, { FriendlyName: 'x' }, UNKNOWN),
  refused('a removal of a foreign address', `DELETE ${ADDRESSES}/{other:IG}`, null, UNKNOWN),
];

const credentials = [
  refused('a credential without a type', `POST ${V1}/Credentials`, { FriendlyName: 'x' }, '400/20001 Type'),
  refused('a credential of an unknown type', `POST ${V1}/Credentials`, { Type: 'hms' }, '400/20001 Type'),
  refused(
    'a credential with a long name',
    `POST ${V1}/Credentials`,
    { Type: 'fcm', FriendlyName: long(65) },
    '400/20001 FriendlyName',
  ),
  refused(
    'a credential with a sandbox that is neither',
    `POST ${V1}/Credentials/{CR}`,
    { Sandbox: 'perhaps' },
    '400/20001 Sandbox',
  ),
  refused(
    'a credential with a long certificate',
    `POST ${V1}/Credentials/{CR}`,
    { Certificate: long(32_769) },
    '400/20001 Certificate',
  ),
  refused('a foreign credential', `GET ${V1}/Credentials/{other:CR}`, null, UNKNOWN),
  refused('a removal of a foreign credential', `DELETE ${V1}/Credentials/{other:CR}`, null, UNKNOWN),
  refused(
    'bindings of an unknown type',
    `GET ${SERVICE}/Bindings?BindingType=fax`,
    null,
    '400/20001 BindingType',
  ),
  refused('a foreign binding', `GET ${SERVICE}/Bindings/{other:BS3}`, null, UNKNOWN),
  refused('a removal of a foreign binding', `DELETE ${SERVICE}/Bindings/{other:BS3}`, null, UNKNOWN),
];

/** The same mistakes in each tree. */
function tree(name: string, path: string, [role, user, conversation, webhook]: readonly string[]) {
  const inside = `${path}/Users/{${user}}/Conversations`;
  const hooks = `${path}/Conversations/{${conversation}}/Webhooks`;
  return [
    refused(`a role ${name} without a name`, `POST ${path}/Roles`, {}, '400/20001 FriendlyName'),
    refused(
      `a role ${name} of a type of Chat`,
      `POST ${path}/Roles`,
      { FriendlyName: 'x', Type: 'channel', Permission: 'sendMessage' },
      '400/20001 Type',
    ),
    refused(
      `a role ${name} without permissions`,
      `POST ${path}/Roles`,
      { FriendlyName: 'x', Type: 'service' },
      '400/20001 Permission',
    ),
    refused(
      `a role ${name} with a permission of the other type`,
      `POST ${path}/Roles`,
      { FriendlyName: 'x', Type: 'service', Permission: ['createConversation', 'sendMessage'] },
      '400/50104 Permission',
    ),
    refused(
      `an unknown permission for a role ${name}`,
      `POST ${path}/Roles/{${role}}`,
      { Permission: 'fly' },
      '400/50104 Permission',
    ),
    refused(`a foreign role ${name}`, `GET ${path}/Roles/{other:${role}}`, null, UNKNOWN),
    refused(
      `a removal of a role ${name} somebody holds`,
      `DELETE ${path}/Roles/{${role}}`,
      null,
      '400/20001 Sid',
    ),
    refused(`a user ${name} without an identity`, `POST ${path}/Users`, {}, '400/20001 Identity'),
    refused(
      `a user ${name} with a long identity`,
      `POST ${path}/Users`,
      { Identity: long(257) },
      '400/20001 Identity',
    ),
    refused(
      `a user ${name} with broken attributes`,
      `POST ${path}/Users`,
      { Identity: 'x', Attributes: '{' },
      '400/50304 Attributes',
    ),
    refused(
      `a user ${name} with long attributes`,
      `POST ${path}/Users/{${user}}`,
      { Attributes: JSON.stringify(long(32_768)) },
      '400/50303 Attributes',
    ),
    refused(
      `a user ${name} with a role of conversations`,
      `POST ${path}/Users/{${user}}`,
      { RoleSid: `{${role}}` },
      '404/50100',
    ),
    refused(`a user ${name} called system`, `POST ${path}/Users`, { Identity: 'system' }, '400/50203'),
    refused(`a foreign user ${name}`, `GET ${path}/Users/{other:${user}}`, null, UNKNOWN),
    refused(`a removal of a foreign user ${name}`, `DELETE ${path}/Users/{other:${user}}`, null, UNKNOWN),
    refused(
      `conversations of a foreign user ${name}`,
      `GET ${path}/Users/{other:${user}}/Conversations`,
      null,
      UNKNOWN,
    ),
    refused(
      `a foreign conversation of a user ${name}`,
      `GET ${inside}/{other:${conversation}}`,
      null,
      UNKNOWN,
    ),
    refused(
      `a level that is none for a user ${name}`,
      `POST ${inside}/{${conversation}}`,
      { NotificationLevel: 'loud' },
      '400/20001 NotificationLevel',
    ),
    refused(
      `a negative index for a user ${name}`,
      `POST ${inside}/{${conversation}}`,
      { LastReadMessageIndex: '-1' },
      '400/20001 LastReadMessageIndex',
    ),
    refused(
      `a time that is none for a user ${name}`,
      `POST ${inside}/{${conversation}}`,
      { LastReadTimestamp: 'yesterday' },
      '400/20001 LastReadTimestamp',
    ),
    refused(`a webhook ${name} without a target`, `POST ${hooks}`, {}, '400/50368 Target'),
    refused(
      `a webhook ${name} with an unknown target`,
      `POST ${hooks}`,
      { Target: 'fax' },
      '400/50364 Target',
    ),
    refused(
      `a webhook ${name} without a URL`,
      `POST ${hooks}`,
      { Target: 'webhook', 'Configuration.Filters': 'onMessageAdded' },
      '400/50369 Configuration.Url',
    ),
    refused(
      `a webhook ${name} without filters`,
      `POST ${hooks}`,
      { Target: 'webhook', 'Configuration.Url': HOOK },
      '400/50370 Configuration.Filters',
    ),
    refused(
      `a trigger ${name} with an empty word`,
      `POST ${hooks}`,
      { Target: 'trigger', 'Configuration.Url': HOOK, 'Configuration.Triggers': ['help', ' '] },
      '400/50366 Configuration.Triggers',
    ),
    refused(
      `a webhook ${name} with a flow that is none`,
      `POST ${hooks}`,
      { Target: 'studio', 'Configuration.FlowSid': '{IS3}' },
      '400/50367 Configuration.FlowSid',
    ),
    refused(
      `a replay ${name} after a negative index`,
      `POST ${hooks}`,
      {
        Target: 'webhook',
        'Configuration.Url': HOOK,
        'Configuration.Filters': 'onMessageAdded',
        'Configuration.ReplayAfter': '-1',
      },
      '400/20001 Configuration.ReplayAfter',
    ),
    refused(
      `a webhook ${name} changed to an unknown event`,
      `POST ${hooks}/{${webhook}}`,
      { 'Configuration.Filters': 'onChannelUpdated' },
      '400/50365 Configuration.Filters',
    ),
    refused(`a foreign webhook ${name}`, `GET ${hooks}/{other:${webhook}}`, null, UNKNOWN),
    refused(
      `webhooks ${name} of a foreign conversation`,
      `GET ${path}/Conversations/{other:${conversation}}/Webhooks`,
      null,
      UNKNOWN,
    ),
  ];
}

export const conversationConfiguration = [
  ...services,
  ...configuration,
  ...addresses,
  ...credentials,
  ...tree('of the account', V1, ['RL3', 'US3', 'CH3', 'WH3']),
  ...tree('of a service', SERVICE, ['RL5', 'US5', 'CH5', 'WH5']),
];
