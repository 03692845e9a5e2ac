// Parameters that name objects of the account: by SID, as the documents tell, and by other names, as listed here.
import type { RequestField } from '../../support/openapi/example-values.ts';
import type { BuiltOperation } from '../operations.ts';
import type { Population } from '../population.ts';
import type { Form } from '../wire.ts';

/** A field with a foreign object for its value. */
export interface ForeignReference {
  readonly field: RequestField;
  readonly value: string;
}

/** Fields of the operation that take a SID, with objects of the other account that fit their pattern. */
export function foreignReferences(operation: BuiltOperation, other: Population): ForeignReference[] {
  const sids = [...new Set([...other.members.values(), ...other.names.values()])];
  return operation.fields.flatMap((field) => {
    const pattern = field.schema.pattern;
    if (OF_CALLS.has(field.name)) return [];
    if (pattern === undefined || !/^\^\(?[A-Z]{2}/.test(pattern)) return [];
    const value = sids.find((sid) => new RegExp(pattern).test(sid));
    return value === undefined ? [] : [{ field, value }];
  });
}

/** Parameters of calls, which are not carried out here: nothing looks at what they name. */
const OF_CALLS: ReadonlySet<string> = new Set(['DequeuePostWorkActivitySid', 'PostWorkActivitySid']);

/**
 * Forms with which an update gets to look at its references, where those of a create do not. The refusal must name
 * the reference.
 */
export const UPDATE_FORMS: Readonly<Record<string, Form>> = {
  'POST /flex-api/v1/Channels/{Sid}/SendToFlex': { WorkflowSid: `WW${'0'.repeat(32)}` },
  'POST /flex-api/v1/Interactions/{InteractionSid}/Channels/{Sid}': { Status: 'closed' },
  'POST /flex-api/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Participants/{Sid}': {
    Status: 'closed',
  },
  'POST /flex-api/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Transfers': {
    type: 'cold',
    from: `UT${'0'.repeat(32)}`,
    to: `WK${'0'.repeat(32)}`,
  },
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/Expressions/Lint': { Expression: '1==1', Kind: 'worker' },
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations/{Sid}': {
    ReservationStatus: 'rejected',
  },
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations/{Sid}': {
    ReservationStatus: 'rejected',
  },
  'PUT /content/v1/Content/{Sid}': { types: { 'twilio/text': { body: 'x' } } } as unknown as Form,
  'POST /content/v1/Content/{ContentSid}/ApprovalRequests/whatsapp': { name: 'x', category: 'UTILITY' },
  'POST /content/v1/Content/{ContentSid}/ApprovalRequests/whatsapp/Status': { status: 'approved' },
};

interface SpelledReference {
  readonly what: string;
  readonly path: (own: Population) => string;
  readonly form: (other: Population, own: Population) => Form;
  readonly code: number;
}

const newSession = (own: Population) => `/proxy/v1/Services/${own.sid('KS')}/Sessions`;
const newParticipant = (own: Population) => `${newSession(own)}/${own.sid('KC3')}/Participants`;
const workspace = (own: Population) => `/taskrouter/v1/Workspaces/${own.sid('WS')}`;
const CUSTOMER = '+14155550777';

/** Names of what the routing of an interaction refers to. */
const OBJECTS_OF_ROUTING = { workspace: 'WSI', workflow: 'WWI', queue: 'WQI', worker: 'WKI' } as const;

/** An interaction whose parts are the caller's own but for those changed. */
const interactionOf = (own: Population, channel: object, routing: object): Form => ({
  Channel: JSON.stringify({
    type: 'sms',
    participants: [{ address: CUSTOMER, proxy_address: own.phone(0) }],
    ...channel,
  }),
  Routing: JSON.stringify({
    properties: { workspace_sid: own.sid('WSI'), workflow_sid: own.sid('WWI'), ...routing },
  }),
});

/** References by address, by name or inside JSON, with the code that refuses them. */
export const SPELLED_REFERENCES: readonly SpelledReference[] = [
  {
    what: 'the number, in E.164, for the pool',
    path: (own) => `/proxy/v1/Services/${own.sid('KS')}/PhoneNumbers`,
    form: (other) => ({ PhoneNumber: other.phone(1) }),
    code: 80606,
  },
  {
    what: 'the number for a participant',
    path: newParticipant,
    form: (other) => ({ Identifier: CUSTOMER, ProxyIdentifier: other.phone(0) }),
    code: 80606,
  },
  {
    what: 'the number, inside JSON, for a session',
    path: newSession,
    form: (other) => ({
      Participants: JSON.stringify([{ Identifier: CUSTOMER, ProxyIdentifierSid: other.sid('PN') }]),
    }),
    code: 80606,
  },
  {
    what: 'the chat channel for a session',
    path: newSession,
    form: (other) => ({
      Mode: 'message-only',
      Participants: JSON.stringify([{ Identifier: other.sid('CH') }]),
    }),
    code: 80618,
  },
  {
    what: 'the chat channel for a participant',
    path: (own) => `${newSession(own)}/${own.sid('KC5')}/Participants`,
    form: (other) => ({ Identifier: other.sid('CH') }),
    code: 80618,
  },
  {
    what: 'the number for a text',
    path: (own) => `/api/2010-04-01/Accounts/${own.account.sid}/Messages.json`,
    form: (other) => ({ From: other.phone(0), To: CUSTOMER, Body: 'x' }),
    code: 21606,
  },
  {
    what: 'the content template for a text',
    path: (own) => `/api/2010-04-01/Accounts/${own.account.sid}/Messages.json`,
    form: (other, own) => ({ From: own.phone(0), To: CUSTOMER, ContentSid: other.sid('HX') }),
    code: 21655,
  },
  {
    what: 'the number as a number of ones own',
    path: (own) => `/api/2010-04-01/Accounts/${own.account.sid}/IncomingPhoneNumbers.json`,
    form: (other) => ({ PhoneNumber: other.phone(1) }),
    code: 21422,
  },
  {
    what: 'the queue in a workflow',
    path: (own) => `${workspace(own)}/Workflows`,
    form: (other) => ({
      FriendlyName: 'x',
      Configuration: JSON.stringify({ task_routing: { default_filter: { queue: other.sid('WQ') } } }),
    }),
    code: 20001,
  },
  {
    what: 'the task channel for a task',
    path: (own) => `${workspace(own)}/Tasks`,
    form: (other, own) => ({ WorkflowSid: own.sid('WW'), TaskChannel: other.sid('TC') }),
    code: 20001,
  },
  {
    what: 'the worker as the target of a task',
    path: (own) => `${workspace(own)}/Tasks`,
    form: (other, own) => ({ WorkflowSid: own.sid('WW'), RoutingTarget: other.sid('WK') }),
    code: 20001,
  },
  {
    what: 'the workflow as the target of a task',
    path: (own) => `${workspace(own)}/Tasks`,
    form: (other) => ({ RoutingTarget: other.sid('WW') }),
    code: 20001,
  },
  {
    what: 'the task channel for a flow',
    path: () => '/flex-api/v1/FlexFlows',
    form: (other, own) => ({
      FriendlyName: 'x',
      ChatServiceSid: own.sid('IS'),
      ChannelType: 'web',
      IntegrationType: 'task',
      'Integration.WorkspaceSid': own.sid('WS'),
      'Integration.WorkflowSid': own.sid('WW'),
      'Integration.Channel': other.sid('TC'),
    }),
    code: 20001,
  },
  {
    what: 'the number, inside JSON, for an interaction',
    path: () => '/flex-api/v1/Interactions',
    form: (other, own) =>
      interactionOf(own, { participants: [{ address: CUSTOMER, proxy_address: other.phone(0) }] }, {}),
    code: 50413,
  },
  {
    what: 'the conversation for an interaction',
    path: () => '/flex-api/v1/Interactions',
    form: (other, own) => interactionOf(own, { properties: { media_channel_sid: other.sid('CH') } }, {}),
    code: 20001,
  },
  ...(['workspace', 'workflow', 'queue', 'worker'] as const).map((kind) => ({
    what: `the ${kind} for the task of an interaction`,
    path: () => '/flex-api/v1/Interactions',
    form: (other: Population, own: Population) =>
      interactionOf(own, {}, { [`${kind}_sid`]: other.sid(OBJECTS_OF_ROUTING[kind]) }),
    code: 20001,
  })),
  {
    what: 'the task for a participant of an interaction',
    path: (own) => `/flex-api/v1/Interactions/${own.sid('KD')}/Channels/${own.sid('UO')}/Participants`,
    form: (other) => ({
      Type: 'agent',
      MediaProperties: JSON.stringify({ identity: 'x' }),
      RoutingProperties: JSON.stringify({ task_sid: other.sid('WT') }),
    }),
    code: 20001,
  },
];
