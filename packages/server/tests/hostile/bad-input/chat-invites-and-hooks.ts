// Mistakes in requests about invites, webhooks, user channels, bindings and credentials of Programmable Chat.
import { refused } from './row.ts';

const SERVICE = '/chat/v2/Services/{IS}';
const CHANNEL = `${SERVICE}/Channels/{CH}`;
const UNKNOWN = '404/20404';
const long = (length: number) => 'x'.repeat(length);

const INVITES = `${CHANNEL}/Invites`;
const invites = [
  refused('an invite without an identity', `POST ${INVITES}`, {}, '400/20001 Identity'),
  refused('an invite with a long identity', `POST ${INVITES}`, { Identity: long(257) }, '400/20001 Identity'),
  refused('an invite of two', `POST ${INVITES}`, { Identity: ['a', 'b'] }, '400/20001 Identity'),
  refused('an invite of the system', `POST ${INVITES}`, { Identity: 'system' }, '400/50203'),
  refused('an invite of a SID', `POST ${INVITES}`, { Identity: '{no:US}' }, '400/50206'),
  refused(
    'an invite with no role',
    `POST ${INVITES}`,
    { Identity: 'x', RoleSid: 'listener' },
    '400/20001 RoleSid',
  ),
  refused(
    'an invite with an unknown role',
    `POST ${INVITES}`,
    { Identity: 'x', RoleSid: '{no:RL}' },
    '404/50100',
  ),
  refused(
    'an invite with a role of users',
    `POST ${INVITES}`,
    { Identity: 'x', RoleSid: '{RL2}' },
    '404/50100',
  ),
  refused(
    'an invite to a foreign channel',
    `POST ${SERVICE}/Channels/{other:CH}/Invites`,
    { Identity: 'x' },
    UNKNOWN,
  ),
  refused(
    'invites of a channel that does not exist',
    `GET ${SERVICE}/Channels/{no:CH}/Invites`,
    null,
    UNKNOWN,
  ),
  refused('an invite that does not exist', `GET ${INVITES}/{no:IN}`, null, UNKNOWN),
  refused('an invite of another channel', `GET ${SERVICE}/Channels/{CH2}/Invites/{IN}`, null, UNKNOWN),
  refused('an invite by no SID', `GET ${INVITES}/carl`, null, UNKNOWN),
  refused('the removal of a foreign invite', `DELETE ${INVITES}/{other:IN}`, null, UNKNOWN),
  refused('an invite with a null character', `POST ${INVITES}`, { Identity: 'a\0b' }, '400/20001 Identity'),
];

const WEBHOOKS = `${CHANNEL}/Webhooks`;
const URL = { 'Configuration.Url': 'http://127.0.0.1:9/' };
const FILTERS = { 'Configuration.Filters': 'onMessageSent' };
const webhook = { Type: 'webhook', ...URL, ...FILTERS };
const trigger = { Type: 'trigger', ...URL };
const webhooks = [
  refused('a webhook without a type', `POST ${WEBHOOKS}`, { ...URL, ...FILTERS }, '400/50328'),
  refused('a webhook of an empty type', `POST ${WEBHOOKS}`, { ...webhook, Type: '' }, '400/50328'),
  refused('a webhook of an unknown type', `POST ${WEBHOOKS}`, { ...webhook, Type: 'mail' }, '400/50324'),
  refused('a webhook of two types', `POST ${WEBHOOKS}`, { ...webhook, Type: ['a', 'b'] }, '400/20001 Type'),
  refused('a webhook without a URL', `POST ${WEBHOOKS}`, { Type: 'webhook', ...FILTERS }, '400/50329'),
  refused(
    'a webhook with a URL of a file',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Url': 'file:///etc/passwd' },
    '400/50329',
  ),
  refused(
    'a webhook with a script for a URL',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Url': 'javascript:alert(1)' },
    '400/50329',
  ),
  refused(
    'a webhook with a long URL',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Url': `http://127.0.0.1/${long(2_048)}` },
    '400/50332',
  ),
  refused('a webhook without filters', `POST ${WEBHOOKS}`, { Type: 'webhook', ...URL }, '400/50330'),
  refused(
    'a webhook with an empty filter',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Filters': '' },
    '400/50330',
  ),
  refused(
    'a webhook with an unknown filter',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Filters': ['onMessageSent', 'constructor'] },
    '400/50325',
  ),
  refused(
    'a webhook that is asked before',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Filters': 'onMessageSend' },
    '400/50325',
  ),
  refused(
    'a webhook with the event of another generation',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Filters': 'onMessageAdded' },
    '400/50325',
  ),
  refused(
    'a webhook with another method',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.Method': 'DELETE' },
    '400/20001 Configuration.Method',
  ),
  refused(
    'a webhook with too many retries',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.RetryCount': '4' },
    '400/50065',
  ),
  refused(
    'a webhook with fewer than no retries',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.RetryCount': '-1' },
    '400/50065',
  ),
  refused(
    'a webhook with a word for retries',
    `POST ${WEBHOOKS}`,
    { ...webhook, 'Configuration.RetryCount': 'often' },
    '400/20001 Configuration.RetryCount',
  ),
  refused('a trigger without words', `POST ${WEBHOOKS}`, trigger, '400/50331'),
  refused(
    'a trigger with six words',
    `POST ${WEBHOOKS}`,
    { ...trigger, 'Configuration.Triggers': ['a', 'b', 'c', 'd', 'e', 'f'] },
    '400/50322',
  ),
  refused(
    'a trigger with a blank word',
    `POST ${WEBHOOKS}`,
    { ...trigger, 'Configuration.Triggers': '   ' },
    '400/50326',
  ),
  refused(
    'a trigger with a long word',
    `POST ${WEBHOOKS}`,
    { ...trigger, 'Configuration.Triggers': long(249) },
    '400/50326',
  ),
  refused('a flow that is not named', `POST ${WEBHOOKS}`, { Type: 'studio' }, '400/50327'),
  refused(
    'a flow that is a workflow',
    `POST ${WEBHOOKS}`,
    { Type: 'studio', 'Configuration.FlowSid': '{WW}' },
    '400/50327',
  ),
  refused('a webhook of a foreign channel', `POST ${SERVICE}/Channels/{other:CH}/Webhooks`, webhook, UNKNOWN),
  refused('a webhook that does not exist', `GET ${WEBHOOKS}/{no:WH}`, null, UNKNOWN),
  refused('a webhook of another channel', `GET ${SERVICE}/Channels/{CH2}/Webhooks/{WH}`, null, UNKNOWN),
  refused('an update of a foreign webhook', `POST ${WEBHOOKS}/{other:WH}`, URL, UNKNOWN),
  refused(
    'an update to an unknown filter',
    `POST ${WEBHOOKS}/{WH}`,
    { 'Configuration.Filters': 'onTea' },
    '400/50325',
  ),
  refused('an update to no URL', `POST ${WEBHOOKS}/{WH}`, { 'Configuration.Url': '' }, '400/50329'),
  refused('the removal of a foreign webhook', `DELETE ${WEBHOOKS}/{other:WH}`, null, UNKNOWN),
];

const USER = `${SERVICE}/Users/{US}`;
const userChannels = [
  refused(
    'an unknown notification level',
    `POST ${USER}/Channels/{CH}`,
    { NotificationLevel: 'loud' },
    '400/20001 NotificationLevel',
  ),
  refused(
    'a user who has read less than nothing',
    `POST ${USER}/Channels/{CH}`,
    { LastConsumedMessageIndex: '-1' },
    '400/20001 LastConsumedMessageIndex',
  ),
  refused(
    'a user who has read on no date',
    `POST ${USER}/Channels/{CH}`,
    { LastConsumptionTimestamp: 'now' },
    '400/20001 LastConsumptionTimestamp',
  ),
  refused('a channel a user is not in', `GET ${USER}/Channels/{CH2}`, null, UNKNOWN),
  refused('leaving a channel a user is not in', `DELETE ${USER}/Channels/{CH2}`, null, UNKNOWN),
  refused('a foreign channel of a user', `GET ${USER}/Channels/{other:CH}`, null, UNKNOWN),
  refused('channels of a foreign user', `GET ${SERVICE}/Users/{other:US}/Channels`, null, UNKNOWN),
  refused('channels of a user nobody knows', `GET ${SERVICE}/Users/nobody/Channels`, null, UNKNOWN),
];

const push = [
  refused(
    'bindings of an unknown type',
    `GET ${SERVICE}/Bindings?BindingType=pigeon`,
    null,
    '400/20001 BindingType',
  ),
  refused(
    'bindings of a type of Conversations',
    `GET ${SERVICE}/Bindings?BindingType=twilsock`,
    null,
    '400/20001 BindingType',
  ),
  refused('a binding that does not exist', `GET ${SERVICE}/Bindings/{no:BS}`, null, UNKNOWN),
  refused('a foreign binding', `DELETE ${SERVICE}/Bindings/{other:BS}`, null, UNKNOWN),
  refused('a binding of a foreign user', `GET ${SERVICE}/Users/{other:US}/Bindings/{BS}`, null, UNKNOWN),
  refused('a credential without a type', 'POST /chat/v2/Credentials', {}, '400/20001 Type'),
  refused('a credential of an unknown type', 'POST /chat/v2/Credentials', { Type: 'sms' }, '400/20001 Type'),
  refused(
    'a credential with a long name',
    'POST /chat/v2/Credentials',
    { Type: 'fcm', FriendlyName: long(65) },
    '400/20001 FriendlyName',
  ),
  refused(
    'a credential with a long certificate',
    'POST /chat/v2/Credentials',
    { Type: 'apn', Certificate: long(32_769) },
    '400/20001 Certificate',
  ),
  refused(
    'a credential with a word for the sandbox',
    'POST /chat/v2/Credentials',
    { Type: 'apn', Sandbox: 'maybe' },
    '400/20001 Sandbox',
  ),
  refused('a foreign credential', 'GET /chat/v2/Credentials/{other:CR2}', null, UNKNOWN),
  refused('an update of a foreign credential', 'POST /chat/v2/Credentials/{other:CR2}', {}, UNKNOWN),
];

/** Every mistake of this area. */
export const chatInvitesAndHooks = [...invites, ...webhooks, ...userChannels, ...push];
