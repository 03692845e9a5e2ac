// Mistakes in requests about services, roles and users of Programmable Chat.
import { refused } from './row.ts';

const SERVICE = '/chat/v2/Services/{IS}';
const UNKNOWN = '404/20404';
const long = (length: number) => 'x'.repeat(length);

const services = [
  refused('a service without a name', 'POST /chat/v2/Services', {}, '400/20001 FriendlyName'),
  refused(
    'a service with an empty name',
    'POST /chat/v2/Services',
    { FriendlyName: '' },
    '400/20001 FriendlyName',
  ),
  refused(
    'a service with two names',
    'POST /chat/v2/Services',
    { FriendlyName: ['a', 'b'] },
    '400/20001 FriendlyName',
  ),
  refused(
    'a service with a long name',
    'POST /chat/v2/Services',
    { FriendlyName: long(257) },
    '400/20001 FriendlyName',
  ),
  refused('a service of another account', 'GET /chat/v2/Services/{other:IS}', null, UNKNOWN),
  refused('a service that does not exist', 'GET /chat/v2/Services/{no:IS}', null, UNKNOWN),
  refused('a service by the SID of a channel', 'GET /chat/v2/Services/{CH}', null, UNKNOWN),
  refused(
    'an update of a foreign service',
    'POST /chat/v2/Services/{other:IS}',
    { FriendlyName: 'x' },
    UNKNOWN,
  ),
  refused('a removal of a foreign service', 'DELETE /chat/v2/Services/{other:IS}', null, UNKNOWN),
  refused(
    'a flag that is neither',
    `POST ${SERVICE}`,
    { ReadStatusEnabled: 'yes' },
    '400/20001 ReadStatusEnabled',
  ),
  refused(
    'two flags',
    `POST ${SERVICE}`,
    { ReadStatusEnabled: ['true', 'false'] },
    '400/20001 ReadStatusEnabled',
  ),
  refused(
    'a timeout in words',
    `POST ${SERVICE}`,
    { TypingIndicatorTimeout: 'five' },
    '400/20001 TypingIndicatorTimeout',
  ),
  refused(
    'a negative timeout',
    `POST ${SERVICE}`,
    { TypingIndicatorTimeout: '-1' },
    '400/20001 TypingIndicatorTimeout',
  ),
  refused(
    'a timeout with a fraction',
    `POST ${SERVICE}`,
    { TypingIndicatorTimeout: '1.5' },
    '400/20001 TypingIndicatorTimeout',
  ),
  refused(
    'a timeout that is infinite',
    `POST ${SERVICE}`,
    { TypingIndicatorTimeout: 'Infinity' },
    '400/20001 TypingIndicatorTimeout',
  ),
  refused(
    'a limit of nought',
    `POST ${SERVICE}`,
    { 'Limits.ChannelMembers': '0' },
    '400/20001 Limits.ChannelMembers',
  ),
  refused(
    'a limit above the largest',
    `POST ${SERVICE}`,
    { 'Limits.UserChannels': '1001' },
    '400/20001 Limits.UserChannels',
  ),
  refused(
    'a retry count above the largest',
    `POST ${SERVICE}`,
    { PreWebhookRetryCount: '4' },
    '400/20001 PreWebhookRetryCount',
  ),
  refused(
    'a webhook that is no URL',
    `POST ${SERVICE}`,
    { PostWebhookUrl: 'not a url' },
    '400/20001 PostWebhookUrl',
  ),
  refused(
    'a webhook of another scheme',
    `POST ${SERVICE}`,
    { PreWebhookUrl: 'javascript:alert(1)' },
    '400/20001 PreWebhookUrl',
  ),
  refused(
    'a webhook in a file',
    `POST ${SERVICE}`,
    { PreWebhookUrl: 'file:///etc/passwd' },
    '400/20001 PreWebhookUrl',
  ),
  refused(
    'a webhook with a long URL',
    `POST ${SERVICE}`,
    { PostWebhookUrl: `https://example.com/${long(2_048)}` },
    '400/20001 PostWebhookUrl',
  ),
  refused(
    'an unknown webhook method',
    `POST ${SERVICE}`,
    { WebhookMethod: 'PUT' },
    '400/20001 WebhookMethod',
  ),
  refused(
    'an unknown webhook event',
    `POST ${SERVICE}`,
    { WebhookFilters: ['onMessageSent', 'onNothing'] },
    '400/20001 WebhookFilters',
  ),
  refused(
    'too many webhook events',
    `POST ${SERVICE}`,
    { WebhookFilters: Array<string>(101).fill('onMessageSent') },
    '400/20001 WebhookFilters',
  ),
  refused(
    'a default role that is no role',
    `POST ${SERVICE}`,
    { DefaultServiceRoleSid: '{CH}' },
    '400/20001 DefaultServiceRoleSid',
  ),
  refused('a default role nobody has', `POST ${SERVICE}`, { DefaultServiceRoleSid: '{no:RL}' }, '404/50100'),
  refused(
    'a default role of another account',
    `POST ${SERVICE}`,
    { DefaultChannelRoleSid: '{other:RL}' },
    '404/50100',
  ),
  refused(
    'a channel role as the default for users',
    `POST ${SERVICE}`,
    { DefaultServiceRoleSid: '{RL}' },
    '404/50100',
  ),
  refused(
    'a deployment role as the default for members',
    `POST ${SERVICE}`,
    { DefaultChannelRoleSid: '{RL2}' },
    '404/50100',
  ),
];

const roles = [
  refused(
    'a role without a type',
    `POST ${SERVICE}/Roles`,
    { FriendlyName: 'x', Permission: 'sendMessage' },
    '400/20001 Type',
  ),
  refused(
    'a role of an unknown type',
    `POST ${SERVICE}/Roles`,
    { FriendlyName: 'x', Type: 'king', Permission: 'sendMessage' },
    '400/20001 Type',
  ),
  refused(
    'a role without permissions',
    `POST ${SERVICE}/Roles`,
    { FriendlyName: 'x', Type: 'channel' },
    '400/20001 Permission',
  ),
  refused(
    'a role with an unknown permission',
    `POST ${SERVICE}/Roles`,
    { FriendlyName: 'x', Type: 'channel', Permission: ['sendMessage', 'ruleTheWorld'] },
    '400/20001 Permission',
  ),
  refused(
    'a role with an empty permission',
    `POST ${SERVICE}/Roles`,
    { FriendlyName: 'x', Type: 'channel', Permission: ['', ''] },
    '400/20001 Permission',
  ),
  refused(
    'a role in a foreign service',
    'POST /chat/v2/Services/{other:IS}/Roles',
    { FriendlyName: 'x', Type: 'channel', Permission: 'sendMessage' },
    UNKNOWN,
  ),
  refused('a foreign role in the own service', `GET ${SERVICE}/Roles/{other:RL}`, null, UNKNOWN),
  refused('a role of a service of the same account', 'GET /chat/v2/Services/{IS2}/Roles/{RL}', null, UNKNOWN),
  refused(
    'an update of a role without permissions',
    `POST ${SERVICE}/Roles/{RL}`,
    {},
    '400/20001 Permission',
  ),
  refused('a removal of a role that is in use', `DELETE ${SERVICE}/Roles/{RL}`, null, '400/20001 in use'),
];

const users = [
  refused('a user without an identity', `POST ${SERVICE}/Users`, { FriendlyName: 'x' }, '400/20001 Identity'),
  refused(
    'a user with a long identity',
    `POST ${SERVICE}/Users`,
    { Identity: long(257) },
    '400/20001 Identity',
  ),
  refused('a user with a reserved identity', `POST ${SERVICE}/Users`, { Identity: 'system' }, '400/50203'),
  refused('a user with a SID for an identity', `POST ${SERVICE}/Users`, { Identity: '{CH}' }, '400/50206'),
  refused(
    'a user with a role of another type',
    `POST ${SERVICE}/Users`,
    { Identity: 'x', RoleSid: '{RL}' },
    '404/50100',
  ),
  refused(
    'a user with a foreign role',
    `POST ${SERVICE}/Users`,
    { Identity: 'x', RoleSid: '{other:RL2}' },
    '404/50100',
  ),
  refused(
    'a user with broken attributes',
    `POST ${SERVICE}/Users`,
    { Identity: 'x', Attributes: '{' },
    '400/50304 Attributes',
  ),
  refused('a user that does not exist', `GET ${SERVICE}/Users/nobody`, null, UNKNOWN),
  refused('a foreign user in the own service', `GET ${SERVICE}/Users/{other:US}`, null, UNKNOWN),
  refused(
    'an update of a user to a foreign role',
    `POST ${SERVICE}/Users/{US}`,
    { RoleSid: '{other:RL2}' },
    '404/50100',
  ),
];

export const chatServices = [...services, ...roles, ...users];
