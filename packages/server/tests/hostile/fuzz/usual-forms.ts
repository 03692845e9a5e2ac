// Forms that have worked before: what the population sent, and what it would have sent to operations it does not need.
import fc from 'fast-check';
import { addressOf, type BuiltOperation } from '../operations.ts';
import type { Population } from '../population.ts';
import { shapeOf } from '../shapes.ts';
import type { Form } from '../wire.ts';

/** Forms for operations that make nothing, or that want something else each time. */
const FORMS: Readonly<Record<string, (own: Population) => Form>> = {
  'POST /flex-api/v1/Channels/{Sid}/SendToFlex': (own) => ({ WorkflowSid: own.sid('WW') }),
  'POST /flex-api/v2/WebChats': (own) => ({ AddressSid: own.sid('IG2') }),
  'POST /content/v1/Content/{ContentSid}/ApprovalRequests/whatsapp/Status': () => ({ status: 'pending' }),
  'POST /conversations/v1/Configuration/Addresses': () => ({ Type: 'chat', Address: 'page' }),
  'GET /content/v1/Windows': (own) => ({ From: own.phone(0), To: own.phone(10) }),
  'POST /messaging/v2/Channels/Senders': (own) => ({ sender_id: `whatsapp:${own.phone(0)}` }),
  'GET /desk/v1/Customers': () => ({ Query: '+1415' }),
  'GET /desk/v1/ConversationNotes': (own) => ({ ConversationSid: own.sid('CH') }),
  'GET /desk/v1/Messages': (own) => ({
    Query: 'secret',
    Customer: own.phone(17),
    Agent: own.sid('WK'),
    Channel: 'sms',
    StartDate: '2020-01-01',
    EndDate: '2030-01-01T00:00:00Z',
  }),
  'POST /messaging/v1/SendingRules': (own) => ({ Subject: own.phone(0), DailyCap: '900000' }),
  'POST /messaging/v1/Services/{ServiceSid}/ShortCodes': (own) => ({ ShortCodeSid: own.sid('SC2') }),
  'POST /flex-api/v1/FlexFlows': (own) => ({ ...own.forms.get('/flex-api/v1/FlexFlows'), Enabled: 'false' }),
  'POST /proxy/v1/Services/{ServiceSid}/ShortCodes': (own) => ({ Sid: own.sid('SC2') }),
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/TaskQueues/RealTimeStatistics': (own) => ({
    QueueSids: JSON.stringify([own.sid('WQ')]),
  }),
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/Workflows/Simulate': (own) => ({
    Configuration: JSON.stringify({ task_routing: { default_filter: { queue: own.sid('WQ') } } }),
    TaskAttributes: '{"a":1}',
  }),
  'POST /taskrouter/v1/Workspaces/{WorkspaceSid}/Workflows/{WorkflowSid}/Simulate': () => ({
    TaskAttributes: '{"a":1}',
  }),
};

/** The form of an operation, or an empty one. */
export function usualForm(operation: BuiltOperation, own: Population): Form {
  const special = FORMS[addressOf(operation)]?.(own);
  if (special !== undefined) return special;
  // A list is not asked for by what its members are made of.
  if (operation.method === 'GET') return {};
  return own.forms.get(shapeOf(operation.path)) ?? {};
}

/** A value nobody has used yet, for fields whose values are taken once; null for the others. */
export function freshValue(
  operation: BuiltOperation,
  name: string,
  usual: string | undefined,
): fc.Arbitrary<string> | null {
  const number = fc.integer({ min: 10_000, max: 99_999 });
  const phone = number.map((line) => `+141555${line}`);
  switch (name) {
    case 'UniqueName':
    case 'Identity':
    case 'Login':
    case 'FriendlyName':
    case 'Name':
    case 'Address':
      return usual === undefined ? null : number.map((digits) => `${usual} ${digits}`);
    case 'ShortCode':
      return number.map(String);
    case 'AlphaSender':
      return number.map((digits) => `Br ${digits}`);
    case 'sender_id':
      return phone.map((address) => `whatsapp:${address}`);
    case 'Contact':
    case 'PhoneNumber':
    case 'MessagingBinding.Address':
      return phone;
    case 'Target':
      return usual?.startsWith('+') ? phone : null;
    case 'Identifier':
      return phone;
    case 'To':
      return operation.path.startsWith('/outbound/') ? phone : null;
    case 'Version':
      return number.map((digits) => `1.0.${digits}`);
    default:
      return null;
  }
}
