// Mistakes in requests to Flex: flows, and the channels opened through them.
import type { Form } from '../wire.ts';
import { flexSurface } from './flex-surface.ts';
import { refused } from './row.ts';

const FLOWS = 'POST /flex-api/v1/FlexFlows';
const CHANNELS = 'POST /flex-api/v1/Channels';
const UNKNOWN = '404/20404';
const flow: Form = { FriendlyName: 'x', ChatServiceSid: '{IS}', ChannelType: 'web' };
const toTasks: Form = {
  ...flow,
  IntegrationType: 'task',
  'Integration.WorkspaceSid': '{WS}',
  'Integration.WorkflowSid': '{WW}',
};
const channel: Form = {
  FlexFlowSid: '{FO}',
  Identity: 'x',
  ChatUserFriendlyName: 'x',
  ChatFriendlyName: 'x',
};
const without = (form: Form, name: string): Form =>
  Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));

const flows = [
  refused('a flow without a name', FLOWS, without(flow, 'FriendlyName'), '400/20001 FriendlyName'),
  refused(
    'a flow without a chat service',
    FLOWS,
    without(flow, 'ChatServiceSid'),
    '400/20001 ChatServiceSid',
  ),
  refused('a flow without a channel type', FLOWS, without(flow, 'ChannelType'), '400/20001 ChannelType'),
  refused(
    'a flow of an unknown channel type',
    FLOWS,
    { ...flow, ChannelType: 'pigeon' },
    '400/20001 ChannelType',
  ),
  refused(
    'a flow with a chat service that is none',
    FLOWS,
    { ...flow, ChatServiceSid: '{CH}' },
    '400/20001 ChatServiceSid',
  ),
  refused(
    'a flow with a chat service nobody has',
    FLOWS,
    { ...flow, ChatServiceSid: '{no:IS}' },
    '400/20001 ChatServiceSid',
  ),
  refused(
    'a flow with a foreign chat service',
    FLOWS,
    { ...flow, ChatServiceSid: '{other:IS}' },
    '400/20001 ChatServiceSid',
  ),
  refused(
    'a flow of an unknown integration',
    FLOWS,
    { ...flow, IntegrationType: 'magic' },
    '400/20001 IntegrationType',
  ),
  refused('a flow with a flag that is neither', FLOWS, { ...flow, Enabled: 'on' }, '400/20001 Enabled'),
  refused(
    'a flow for texts at no number',
    FLOWS,
    { ...flow, ChannelType: 'sms', ContactIdentity: 'x' },
    '400/20001 ContactIdentity',
  ),
  refused(
    'a flow for WhatsApp at a number for texts',
    FLOWS,
    { ...flow, ChannelType: 'whatsapp', ContactIdentity: '+14155550100' },
    '400/20001 ContactIdentity',
  ),
  refused(
    'a second enabled flow for a number',
    FLOWS,
    { ...toTasks, ChannelType: 'sms', ContactIdentity: '{tel:0}', Enabled: 'true' },
    '409/45212',
  ),
  refused(
    'a flow to an address without one',
    FLOWS,
    { ...flow, IntegrationType: 'external' },
    '400/20001 Integration.Url',
  ),
  refused(
    'a flow to an address that is none',
    FLOWS,
    { ...flow, IntegrationType: 'external', 'Integration.Url': 'x' },
    '400/20001 Integration.Url',
  ),
  refused(
    'a flow to tasks without a workspace',
    FLOWS,
    without(toTasks, 'Integration.WorkspaceSid'),
    '400/20001 Integration.WorkspaceSid',
  ),
  refused(
    'a flow to tasks without a workflow',
    FLOWS,
    without(toTasks, 'Integration.WorkflowSid'),
    '400/20001 Integration.WorkflowSid',
  ),
  refused(
    'a flow to a foreign workspace',
    FLOWS,
    { ...toTasks, 'Integration.WorkspaceSid': '{other:WS}' },
    '400/20001 Integration.WorkflowSid',
  ),
  refused(
    'a flow to a foreign workflow',
    FLOWS,
    { ...toTasks, 'Integration.WorkflowSid': '{other:WW}' },
    '400/20001 Integration.WorkflowSid',
  ),
  refused(
    'a flow to an unknown task channel',
    FLOWS,
    { ...toTasks, 'Integration.Channel': 'smoke' },
    '400/20001 Integration.Channel',
  ),
  refused(
    'a flow whose tasks end at once',
    FLOWS,
    { ...toTasks, 'Integration.Timeout': '0' },
    '400/20001 Integration.Timeout',
  ),
  refused(
    'a flow with a negative priority',
    FLOWS,
    { ...toTasks, 'Integration.Priority': '-1' },
    '400/20001 Integration.Priority',
  ),
  refused(
    'a flow with too many retries',
    FLOWS,
    { ...flow, 'Integration.RetryCount': '4' },
    '400/20001 Integration.RetryCount',
  ),
  refused(
    'an update to a foreign chat service',
    'POST /flex-api/v1/FlexFlows/{FO}',
    { ChatServiceSid: '{other:IS}' },
    '400/20001 ChatServiceSid',
  ),
  refused(
    'an update to another type without its address',
    'POST /flex-api/v1/FlexFlows/{FO}',
    { IntegrationType: 'external' },
    '400/20001 Integration.Url',
  ),
  refused('a foreign flow', 'GET /flex-api/v1/FlexFlows/{other:FO}', null, UNKNOWN),
  refused(
    'an update of a foreign flow',
    'POST /flex-api/v1/FlexFlows/{other:FO}',
    { Enabled: 'false' },
    UNKNOWN,
  ),
  refused('a removal of a foreign flow', 'DELETE /flex-api/v1/FlexFlows/{other:FO}', null, UNKNOWN),
];

const channels = [
  ...Object.keys(channel).map((name) =>
    refused(`a channel without ${name}`, CHANNELS, without(channel, name), `400/20001 ${name}`),
  ),
  refused(
    'a channel of a flow that is none',
    CHANNELS,
    { ...channel, FlexFlowSid: '{IS}' },
    '400/20001 FlexFlowSid',
  ),
  refused(
    'a channel of a flow that does not exist',
    CHANNELS,
    { ...channel, FlexFlowSid: '{no:FO}' },
    '404/45205',
  ),
  refused('a channel of a foreign flow', CHANNELS, { ...channel, FlexFlowSid: '{other:FO}' }, '404/45205'),
  refused('a channel with a reserved identity', CHANNELS, { ...channel, Identity: 'system' }, '400/45211'),
  refused(
    'a channel with a long identity',
    CHANNELS,
    { ...channel, Identity: 'x'.repeat(257) },
    '400/20001 Identity',
  ),
  refused('a channel with a SID for an identity', CHANNELS, { ...channel, Identity: '{no:US}' }, '400/50206'),
  refused('a channel to a number that is none', CHANNELS, { ...channel, Target: '+1' }, '400/20001 Target'),
  refused(
    'a channel with broken attributes',
    CHANNELS,
    { ...channel, TaskAttributes: '{' },
    '400/20001 TaskAttributes',
  ),
  refused(
    'a channel with a list for attributes',
    CHANNELS,
    { ...channel, TaskAttributes: '[]' },
    '400/20001 TaskAttributes',
  ),
  refused(
    'a channel with long attributes',
    CHANNELS,
    { ...channel, TaskAttributes: JSON.stringify({ a: 'x'.repeat(4_096) }) },
    '400/20001 TaskAttributes',
  ),
  refused(
    'a channel with a task that is none',
    CHANNELS,
    { ...channel, TaskSid: '{WQ}' },
    '400/20001 TaskSid',
  ),
  refused('a channel with a task that does not exist', CHANNELS, { ...channel, TaskSid: '{no:WT}' }, UNKNOWN),
  refused('a channel with a foreign task', CHANNELS, { ...channel, TaskSid: '{other:WT}' }, UNKNOWN),
  refused(
    'a channel with a flag that is neither',
    CHANNELS,
    { ...channel, LongLived: 'forever' },
    '400/20001 LongLived',
  ),
  refused(
    'a channel with a long unique name',
    CHANNELS,
    { ...channel, ChatUniqueName: 'x'.repeat(65) },
    '400/20001 ChatUniqueName',
  ),
  refused(
    'a channel with a SID for a unique name',
    CHANNELS,
    { ...channel, ChatUniqueName: '{no:CH}' },
    '400/50306',
  ),
  refused('a foreign channel', 'GET /flex-api/v1/Channels/{other:FX}', null, UNKNOWN),
  refused('a chat channel that is no channel of Flex', 'GET /flex-api/v1/Channels/{CH}', null, UNKNOWN),
  refused('an update of a channel', 'POST /flex-api/v1/Channels/{FX}', {}, '405/20004'),
  refused('a removal of a foreign channel', 'DELETE /flex-api/v1/Channels/{other:FX}', null, UNKNOWN),
];

export const flex = [...flows, ...channels, ...flexSurface];
