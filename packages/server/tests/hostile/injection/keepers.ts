// Where the API keeps texts and documents of its callers.
import type { Population } from '../population.ts';
import type { Form } from '../wire.ts';

/** Where a text is kept: the parameter it is sent in and the key it is answered in. */
export interface Keeper {
  readonly what: string;
  readonly path: (own: Population) => string;
  readonly parameter: string;
  readonly key: string;
  readonly form?: (own: Population, index: number) => Form;
  /** Name of the list, where the text is looked for again. */
  readonly list: string;
}

const service = (own: Population) => `/chat/v2/Services/${own.sid('IS')}`;
const channel = (own: Population) => `${service(own)}/Channels/${own.sid('CH')}`;
const conversationService = (own: Population) => `/conversations/v1/Services/${own.sid('IS3')}`;
/** One that has no address in it, or every text would leave as well. */
const conversation = (own: Population) => `${conversationService(own)}/Conversations/${own.sid('CH6')}`;
const workspace = (own: Population) => `/taskrouter/v1/Workspaces/${own.sid('WS')}`;
const account = (own: Population) => `/api/2010-04-01/Accounts/${own.account.sid}`;

export const KEEPERS: readonly Keeper[] = [
  {
    what: 'the name of a chat service',
    path: () => '/chat/v2/Services',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'services',
  },
  {
    what: 'the name of a role',
    path: (own) => `${service(own)}/Roles`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: () => ({ Type: 'channel', Permission: 'sendMessage' }),
    list: 'roles',
  },
  {
    what: 'the identity of a user',
    path: (own) => `${service(own)}/Users`,
    parameter: 'Identity',
    key: 'identity',
    list: 'users',
  },
  {
    what: 'the name of a channel',
    path: (own) => `${service(own)}/Channels`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'channels',
  },
  {
    what: 'the unique name of a channel',
    path: (own) => `${service(own)}/Channels`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'channels',
  },
  {
    what: 'the identity of a member',
    path: (own) => `${channel(own)}/Members`,
    parameter: 'Identity',
    key: 'identity',
    list: 'members',
  },
  {
    what: 'the identity of an invite',
    // Members are not invited, so in a channel nobody has joined.
    path: (own) => `${service(own)}/Channels/${own.sid('CH2')}/Invites`,
    parameter: 'Identity',
    key: 'identity',
    list: 'invites',
  },
  {
    what: 'the body of a message',
    path: (own) => `${channel(own)}/Messages`,
    parameter: 'Body',
    key: 'body',
    list: 'messages',
  },
  {
    what: 'the author of a message',
    path: (own) => `${channel(own)}/Messages`,
    parameter: 'From',
    key: 'from',
    list: 'messages',
  },
  {
    what: 'the name of a push credential',
    path: () => '/conversations/v1/Credentials',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: () => ({ Type: 'fcm' }),
    list: 'credentials',
  },
  {
    what: 'the name of a configured address',
    path: () => '/conversations/v1/Configuration/Addresses',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: (_, index) => ({ Type: 'email', Address: `line-${index}@example.com` }),
    list: 'address_configurations',
  },
  {
    what: 'a configured address',
    path: () => '/conversations/v1/Configuration/Addresses',
    parameter: 'Address',
    key: 'address',
    form: () => ({ Type: 'chat' }),
    list: 'address_configurations',
  },
  {
    what: 'the name of a conversation',
    path: () => '/conversations/v1/Conversations',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'conversations',
  },
  {
    what: 'the unique name of a conversation',
    path: (own) => `${conversationService(own)}/Conversations`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'conversations',
  },
  {
    what: 'the identity of a participant',
    path: (own) => `${conversation(own)}/Participants`,
    parameter: 'Identity',
    key: 'identity',
    list: 'participants',
  },
  {
    what: 'the body of a message in a conversation',
    path: (own) => `${conversation(own)}/Messages`,
    parameter: 'Body',
    key: 'body',
    list: 'messages',
  },
  {
    what: 'the author of a message in a conversation',
    path: (own) => `${conversation(own)}/Messages`,
    parameter: 'Author',
    key: 'author',
    list: 'messages',
  },
  {
    what: 'the name of a user of conversations',
    path: (own) => `${conversationService(own)}/Users`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: (_, index) => ({ Identity: `named ${index}` }),
    list: 'users',
  },
  {
    what: 'the name of a role of conversations',
    path: () => '/conversations/v1/Roles',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: () => ({ Type: 'conversation', Permission: 'sendMessage' }),
    list: 'roles',
  },
  {
    what: 'the name of a service of conversations',
    path: () => '/conversations/v1/Services',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'services',
  },
  {
    what: 'the identity of a user of conversations',
    path: () => '/conversations/v1/Users',
    parameter: 'Identity',
    key: 'identity',
    list: 'users',
  },
  {
    what: 'the unique name of a Proxy service',
    path: () => '/proxy/v1/Services',
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'services',
  },
  {
    what: 'the unique name of a session',
    path: (own) => `/proxy/v1/Services/${own.sid('KS')}/Sessions`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'sessions',
  },
  {
    what: 'the body of a text',
    path: (own) => `${account(own)}/Messages.json`,
    parameter: 'Body',
    key: 'body',
    form: (own) => ({ From: own.phone(0), To: own.phone(10) }),
    list: 'messages',
  },
  {
    what: 'the name of a number',
    path: (own) => `${account(own)}/IncomingPhoneNumbers.json`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: (_, index) => ({ PhoneNumber: `+1415556${String(1_000 + index)}` }),
    list: 'incoming_phone_numbers',
  },
  {
    what: 'the name of a workspace',
    path: () => '/taskrouter/v1/Workspaces',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'workspaces',
  },
  {
    what: 'the name of a worker',
    path: (own) => `${workspace(own)}/Workers`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'workers',
  },
  {
    what: 'the name of a task queue',
    path: (own) => `${workspace(own)}/TaskQueues`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'task_queues',
  },
  {
    what: 'the name of an activity',
    path: (own) => `${workspace(own)}/Activities`,
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'activities',
  },
  {
    what: 'the unique name of a task channel',
    path: (own) => `${workspace(own)}/TaskChannels`,
    parameter: 'UniqueName',
    key: 'unique_name',
    form: () => ({ FriendlyName: 'x' }),
    list: 'channels',
  },
  {
    what: 'the name of a flow',
    path: () => '/flex-api/v1/FlexFlows',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    form: (own) => ({ ChatServiceSid: own.sid('IS'), ChannelType: 'web' }),
    list: 'flex_flows',
  },
  {
    what: 'the name of a Sync service',
    path: () => '/sync/v1/Services',
    parameter: 'FriendlyName',
    key: 'friendly_name',
    list: 'services',
  },
  {
    what: 'the unique name of a Sync document',
    path: (own) => `/sync/v1/Services/${own.sid('ISsync')}/Documents`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'documents',
  },
  {
    what: 'the unique name of a Sync list',
    path: (own) => `/sync/v1/Services/${own.sid('ISsync')}/Lists`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'lists',
  },
  {
    what: 'the unique name of a Sync map',
    path: (own) => `/sync/v1/Services/${own.sid('ISsync')}/Maps`,
    parameter: 'UniqueName',
    key: 'unique_name',
    list: 'maps',
  },
];

export const DOCUMENT_KEEPERS: readonly Omit<Keeper, 'parameter' | 'key'>[] = [
  {
    what: 'a user',
    path: (own) => `${service(own)}/Users`,
    form: (_, index) => ({ Identity: `user ${index}` }),
    list: 'users',
  },
  { what: 'a channel', path: (own) => `${service(own)}/Channels`, list: 'channels' },
  {
    what: 'a member',
    path: (own) => `${channel(own)}/Members`,
    form: (_, index) => ({ Identity: `member ${index}` }),
    list: 'members',
  },
  { what: 'a message', path: (own) => `${channel(own)}/Messages`, list: 'messages' },
  { what: 'a conversation', path: () => '/conversations/v1/Conversations', list: 'conversations' },
  {
    what: 'a participant',
    path: (own) => `${conversation(own)}/Participants`,
    form: (_, index) => ({ Identity: `participant ${index}` }),
    list: 'participants',
  },
  {
    what: 'a message in a conversation',
    path: (own) => `${conversation(own)}/Messages`,
    list: 'messages',
  },
  {
    what: 'a user of conversations',
    path: (own) => `${conversationService(own)}/Users`,
    form: (_, index) => ({ Identity: `person ${index}` }),
    list: 'users',
  },
  {
    what: 'a worker',
    path: (own) => `${workspace(own)}/Workers`,
    form: (_, index) => ({ FriendlyName: `worker ${index}` }),
    list: 'workers',
  },
  {
    what: 'a task',
    path: (own) => `${workspace(own)}/Tasks`,
    form: (own) => ({ WorkflowSid: own.sid('WW') }),
    list: 'tasks',
  },
];
