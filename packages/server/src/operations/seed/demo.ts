// The demo contact centre: everything the outbound journey needs, made in one transaction.
import { createOwnNumber } from '#delivery/delivery.ts';
import { createFlow } from '#products/flex/flex.ts';
import { createChannelSender } from '#products/messaging/messaging.ts';
import { addPhoneNumber, createProxyService } from '#products/proxy/proxy.ts';
import {
  createTaskQueue,
  createWorker,
  createWorkflow,
  createWorkspace,
  updateWorkerChannel,
} from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import { namedDefaultService } from '#threads/threads.ts';
import { addLogin, type NewLogin } from './agents.ts';

/** Somebody of the demo, with the number that is his where he has one. */
export interface DemoPerson extends NewLogin {
  readonly phone: string | null;
}

/** Who works in the demo. The numbers of its agents are set aside for fiction. */
export const DEMO_PEOPLE = [
  { name: 'Anna', phone: '+14155550101', login: 'anna@parley.example', role: 'agent' },
  { name: 'Ben', phone: '+14155550102', login: 'ben@parley.example', role: 'agent' },
  { name: 'Sam', phone: null, login: 'sam@parley.example', role: 'supervisor' },
  { name: 'Ada', phone: null, login: 'ada@parley.example', role: 'admin' },
] as const;

/** The number customers write to first, and what it is called. */
const FRONT_DESK = { phoneNumber: '+14155550100', friendlyName: 'Front desk' } as const;

/** Customers an agent talks to at the same time. */
const CONVERSATIONS_AT_A_TIME = 5;

/** Each agent has a number, and tasks that carry it are his. */
function matchWorkerConfiguration(queueSid: string): string {
  return JSON.stringify({
    task_routing: {
      filters: [
        {
          filter_friendly_name: 'Target Worker Phone',
          expression: 'targetWorkerPhone != null',
          targets: [{ queue: queueSid, expression: 'task.targetWorkerPhone == worker.phone' }],
        },
      ],
      default_filter: { queue: queueSid },
    },
  });
}

/** A supervisor is a worker too, so that he can take work over; it is offered to him only while he is available. */
async function makeWorker(
  tx: Transaction,
  place: { readonly accountSid: string; readonly workspaceSid: string },
  { name, phone, role }: DemoPerson,
): Promise<string> {
  const worker = await createWorker(tx, {
    ...place,
    friendlyName: name,
    attributes: JSON.stringify({
      ...(phone === null ? {} : { phone }),
      full_name: name,
      contact_uri: `client:${name.toLowerCase()}`,
      ...(role === 'agent' ? {} : { roles: [role] }),
    }),
  });
  await updateWorkerChannel(tx, { ...place, sid: worker.sid }, 'sms', { capacity: CONVERSATIONS_AT_A_TIME });
  return worker.sid;
}

async function makeWorkspace(tx: Transaction, accountSid: string, people: readonly DemoPerson[]) {
  const workspace = await createWorkspace(tx, { accountSid, friendlyName: 'Flex Task Assignment' });
  const place = { accountSid, workspaceSid: workspace.sid };
  const queue = await createTaskQueue(tx, { ...place, friendlyName: 'Everyone', targetWorkers: '1==1' });
  const workflow = await createWorkflow(tx, {
    ...place,
    friendlyName: 'Match Worker',
    configuration: matchWorkerConfiguration(queue.sid),
  });
  for (const person of people) {
    const workerSid = person.role === 'admin' ? null : await makeWorker(tx, place, person);
    await addLogin(tx, accountSid, workerSid, person);
  }
  return { workspaceSid: workspace.sid, workflowSid: workflow.sid };
}

/**
 * Makes the demo for an account: workspace with two agents and a supervisor, chat and Proxy services, numbers that
 * texts and WhatsApp messages leave from, a flow for the texts of each.
 */
export async function makeDemo(
  tx: Transaction,
  accountSid: string,
  people: readonly DemoPerson[],
): Promise<void> {
  const { workspaceSid, workflowSid } = await makeWorkspace(tx, accountSid, people);
  // One client of conversations sees the channels of flows and the conversations of interactions.
  const chat = await namedDefaultService(tx, accountSid, 'Flex Chat Service');
  const proxy = await createProxyService(tx, {
    accountSid,
    uniqueName: 'Flex Proxy Service',
    chatInstanceSid: chat.sid,
  });
  for (const { name, phone } of people) {
    if (phone === null) continue;
    const number = await createOwnNumber(tx, { accountSid, phoneNumber: phone });
    await createChannelSender(tx, { accountSid, input: { sender_id: `whatsapp:${phone}` } });
    await addPhoneNumber(tx, { accountSid, serviceSid: proxy.sid, sid: number.sid });
    await createFlow(tx, accountSid, {
      friendlyName: `Outbound SMS of ${name}`,
      chatServiceSid: chat.sid,
      channelType: 'sms',
      contactIdentity: phone,
      isEnabled: false,
      integrationType: 'task',
      integration: { workspace_sid: workspaceSid, workflow_sid: workflowSid, channel: 'sms' },
      isLongLived: false,
      hasJanitor: true,
    });
  }
  await openFrontDesk(tx, accountSid, {
    chatServiceSid: chat.sid,
    proxyServiceSid: proxy.sid,
    workspaceSid,
    workflowSid,
  });
}

/** The number at which customers who write first get a task for whoever is free. */
async function openFrontDesk(
  tx: Transaction,
  accountSid: string,
  place: { chatServiceSid: string; proxyServiceSid: string; workspaceSid: string; workflowSid: string },
): Promise<void> {
  const number = await createOwnNumber(tx, { accountSid, ...FRONT_DESK });
  await addPhoneNumber(tx, { accountSid, serviceSid: place.proxyServiceSid, sid: number.sid });
  await createFlow(tx, accountSid, {
    friendlyName: 'Inbound SMS of the front desk',
    chatServiceSid: place.chatServiceSid,
    channelType: 'sms',
    contactIdentity: FRONT_DESK.phoneNumber,
    isEnabled: true,
    integrationType: 'task',
    integration: { workspace_sid: place.workspaceSid, workflow_sid: place.workflowSid, channel: 'sms' },
    isLongLived: false,
    hasJanitor: true,
  });
}
