// Mistakes in requests to Flex beside flows and channels: web chats, configuration, users and plugins.
import type { Form } from '../wire.ts';
import { refused, refusedBody } from './row.ts';

const UNKNOWN = '404/20404';
const WEB = 'POST /flex-api/v1/WebChannels';
const CHATS = 'POST /flex-api/v2/WebChats';
const CONFIGURATION = 'POST /flex-api/v1/Configuration';
const PLUGINS = '/flex-api/v1/PluginService/Plugins';
const BUNDLES = '/flex-api/v1/PluginService/Configurations';
const JSON_TYPE = 'application/json';
const SEND = 'POST /flex-api/v1/Channels/{FX}/SendToFlex';

const chat: Form = {
  FlexFlowSid: '{FO2}',
  Identity: 'x',
  CustomerFriendlyName: 'x',
  ChatFriendlyName: 'x',
};
const without = (form: Form, name: string): Form =>
  Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));

const webChats = [
  ...Object.keys(chat).map((name) =>
    refused(`a web chat without ${name}`, WEB, without(chat, name), `400/20001 ${name}`),
  ),
  refused('a web chat of a foreign flow', WEB, { ...chat, FlexFlowSid: '{other:FO2}' }, '404/45205'),
  refused('a web chat of a flow for texts', WEB, { ...chat, FlexFlowSid: '{FO}' }, '400/20001 FlexFlowSid'),
  refused('a web chat of the system', WEB, { ...chat, Identity: 'System' }, '400/45211'),
  refused(
    'a web chat with too much to say before it',
    WEB,
    { ...chat, PreEngagementData: 'x'.repeat(16_385) },
    '400/20001 PreEngagementData',
  ),
  refused(
    'a status of a web chat that is none',
    'POST /flex-api/v1/WebChannels/{FX2}',
    { ChatStatus: 'closed' },
    '400/20001 ChatStatus',
  ),
  refused('a foreign web chat', 'GET /flex-api/v1/WebChannels/{other:FX2}', null, UNKNOWN),
  refused(
    'an end of a foreign web chat',
    'POST /flex-api/v1/WebChannels/{other:FX2}',
    { ChatStatus: 'inactive' },
    UNKNOWN,
  ),
  refused('a removal of a foreign web chat', 'DELETE /flex-api/v1/WebChannels/{other:FX2}', null, UNKNOWN),
  refused('a channel of another kind as a web chat', 'DELETE /flex-api/v1/WebChannels/{FX}', null, UNKNOWN),
  refused('a web chat at no address', CHATS, {}, '400/20001 AddressSid'),
  refused('a web chat at what is no address', CHATS, { AddressSid: '{FO}' }, '400/20001 AddressSid'),
  refused('a web chat at an address nobody has', CHATS, { AddressSid: '{no:IG}' }, UNKNOWN),
];

const handOvers = [
  refused('a hand-over to no workflow', SEND, {}, '400/20001 WorkflowSid'),
  refused('a hand-over to a foreign workflow', SEND, { WorkflowSid: '{other:WW}' }, '400/20001 WorkflowSid'),
  refused(
    'a hand-over with broken attributes',
    SEND,
    { WorkflowSid: '{WW}', Attributes: '{' },
    '400/20001 Attributes',
  ),
  refused(
    'a hand-over of a foreign channel',
    'POST /flex-api/v1/Channels/{other:FX}/SendToFlex',
    { WorkflowSid: '{WW}' },
    UNKNOWN,
  ),
];

const instance = [
  refusedBody('settings that are no JSON', CONFIGURATION, '{', '400/20001', JSON_TYPE),
  refusedBody('settings in a list', CONFIGURATION, '[]', '400/20001', JSON_TYPE),
  refusedBody('settings as a form', CONFIGURATION, 'ui_language=de', '415/20415'),
  refusedBody('a list of attributes', CONFIGURATION, '{"attributes":[]}', '400/20001 attributes', JSON_TYPE),
  refusedBody(
    'a workspace that is none',
    CONFIGURATION,
    '{"taskrouter_workspace_sid":"WS1"}',
    '400/20001 taskrouter_workspace_sid',
    JSON_TYPE,
  ),
  refusedBody(
    'settings of another account',
    CONFIGURATION,
    `{"account_sid":"AC${'0'.repeat(32)}"}`,
    '400/20001 account_sid',
    JSON_TYPE,
  ),
  refused('a foreign user', 'GET /flex-api/v2/Instances/{GO}/Users/{other:FU}', null, UNKNOWN),
  refused('a user of a foreign instance', 'GET /flex-api/v2/Instances/{other:GO}/Users/{FU}', null, UNKNOWN),
  refused('a user that is none', 'GET /flex-api/v2/Instances/{GO}/Users/anna', null, UNKNOWN),
  refused(
    'a foreign chat user for a user',
    'POST /flex-api/v2/Instances/{GO}/Users/{FU}',
    { UserSid: '{other:US}' },
    '400/20001 UserSid',
  ),
];

const plugins = [
  refused('a plugin without a name', `POST ${PLUGINS}`, {}, '400/20001 UniqueName'),
  refused(
    'a plugin with a long description',
    `POST ${PLUGINS}`,
    { UniqueName: 'x', Description: 'x'.repeat(501) },
    '400/20001 Description',
  ),
  refused('a foreign plugin', `GET ${PLUGINS}/{other:FP}`, null, UNKNOWN),
  refused(
    'a version of a foreign plugin',
    `POST ${PLUGINS}/{other:FP}/Versions`,
    { Version: '2', PluginUrl: 'https://example.com' },
    UNKNOWN,
  ),
  refused(
    'a version without a URL',
    `POST ${PLUGINS}/{FP}/Versions`,
    { Version: '2' },
    '400/20001 PluginUrl',
  ),
  refused(
    'a version at what is no URL',
    `POST ${PLUGINS}/{FP}/Versions`,
    { Version: '2', PluginUrl: 'x' },
    '400/20001 PluginUrl',
  ),
  refused(
    'a version twice',
    `POST ${PLUGINS}/{FP}/Versions`,
    { Version: '1.0.0', PluginUrl: 'https://example.com' },
    '409/20409',
  ),
  refused('an archive of what is served', `POST ${PLUGINS}/{FP}/Archive`, {}, '409/20409'),
  refused('an archive of a foreign plugin', `POST ${PLUGINS}/{other:FP}/Archive`, {}, UNKNOWN),
  refused('plugins without a name', `POST ${BUNDLES}`, {}, '400/20001 Name'),
  refused('plugins that are no JSON', `POST ${BUNDLES}`, { Name: 'x', Plugins: 'FV' }, '400/20001 Plugins'),
  refused('plugins that name nothing', `POST ${BUNDLES}`, { Name: 'x', Plugins: '{}' }, '400/20001 Plugins'),
  refused('foreign plugins', `GET ${BUNDLES}/{other:FJ}/Plugins`, null, UNKNOWN),
  refused(
    'a release of foreign plugins',
    'POST /flex-api/v1/PluginService/Releases',
    { ConfigurationId: '{other:FJ}' },
    '404/20404',
  ),
  refused('a foreign release', 'GET /flex-api/v1/PluginService/Releases/{other:FK}', null, UNKNOWN),
  refused('assessments, which are of Insights', 'GET /flex-api/v1/Insights/Segments', null, '501/20501'),
];

export const flexSurface = [...webChats, ...handOvers, ...instance, ...plugins];
