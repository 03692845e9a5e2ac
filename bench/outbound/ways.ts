// The two ways to open a conversation with a customer: by one call, and by the requests the one call replaces.
import { type Centre, TASK_CHANNEL } from './centre.ts';
import { customerOf, TEXT } from './customers.ts';

export const WAYS = { one: 'one call', separate: 'four requests' } as const;

export type Way = keyof typeof WAYS;

const NAME = 'Jane';
const AUTHOR = 'benchmark';

const of = <T>(all: readonly T[], number: number) => all[number % all.length] as T;

/** Opens a conversation by one call: all of it or nothing. */
async function oneCall({ rest, numbers, agents }: Centre, number: number): Promise<void> {
  await rest.post('/outbound/v1/Conversations', {
    To: customerOf(number),
    From: of(numbers, number),
    CustomerName: NAME,
    Body: TEXT,
    'Routing.WorkerSid': of(agents, number),
    'Routing.TaskChannel': TASK_CHANNEL,
  });
}

/** Opens the same step by step: conversation, customer, interaction with its task, message. */
async function separateRequests(centre: Centre, number: number): Promise<void> {
  const { rest, numbers, agents, workspaceSid, workflowSid } = centre;
  const [to, from] = [customerOf(number), of(numbers, number)];
  const { sid } = await rest.post('/conversations/v1/Conversations', { FriendlyName: NAME });
  const conversation = `/conversations/v1/Conversations/${sid}`;
  await rest.post(`${conversation}/Participants`, {
    'MessagingBinding.Address': to,
    'MessagingBinding.ProxyAddress': from,
  });
  await rest.post('/flex-api/v1/Interactions', {
    Channel: JSON.stringify({
      type: 'sms',
      initiated_by: 'agent',
      properties: { media_channel_sid: sid },
    }),
    Routing: JSON.stringify({
      properties: {
        workspace_sid: workspaceSid,
        workflow_sid: workflowSid,
        worker_sid: of(agents, number),
        task_channel_unique_name: TASK_CHANNEL,
        attributes: { customerName: NAME, customerAddress: to, from: to, direction: 'outbound' },
      },
    }),
  });
  await rest.post(`${conversation}/Messages`, { Author: AUTHOR, Body: TEXT });
}

const OPENERS = { one: oneCall, separate: separateRequests } as const;

/** Opens a conversation with the customer of this number. */
export function open(way: Way, centre: Centre, number: number): Promise<void> {
  return OPENERS[way](centre, number);
}
