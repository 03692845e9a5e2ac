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
import { createService } from '#threads/threads.ts';
import { addAgent, type NewLogin } from './agents.ts';

/** An agent of the demo with the number that is his. */
export interface DemoAgent {
  readonly name: string;
  readonly phone: string;
  readonly login: NewLogin;
}

/** Names and numbers of the demo's agents; the numbers are set aside for fiction. */
export const DEMO_AGENTS = [
  { name: 'Anna', phone: '+14155550101', login: 'anna@parley.example' },
  { name: 'Ben', phone: '+14155550102', login: 'ben@parley.example' },
] as const;

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

async function makeWorkspace(tx: Transaction, accountSid: string, agents: readonly DemoAgent[]) {
  const workspace = await createWorkspace(tx, { accountSid, friendlyName: 'Flex Task Assignment' });
  const place = { accountSid, workspaceSid: workspace.sid };
  const queue = await createTaskQueue(tx, { ...place, friendlyName: 'Everyone', targetWorkers: '1==1' });
  const workflow = await createWorkflow(tx, {
    ...place,
    friendlyName: 'Match Worker',
    configuration: matchWorkerConfiguration(queue.sid),
  });
  for (const { name, phone, login } of agents) {
    const worker = await createWorker(tx, {
      ...place,
      friendlyName: name,
      attributes: JSON.stringify({ phone, full_name: name, contact_uri: `client:${name.toLowerCase()}` }),
    });
    await updateWorkerChannel(tx, { ...place, sid: worker.sid }, 'sms', {
      capacity: CONVERSATIONS_AT_A_TIME,
    });
    await addAgent(tx, accountSid, worker.sid, login);
  }
  return { workspaceSid: workspace.sid, workflowSid: workflow.sid };
}

/**
 * Makes the demo for an account: workspace with two agents, chat and Proxy services, numbers that texts and WhatsApp
 * messages leave from, a flow for the texts of each.
 */
export async function makeDemo(
  tx: Transaction,
  accountSid: string,
  agents: readonly DemoAgent[],
): Promise<void> {
  const { workspaceSid, workflowSid } = await makeWorkspace(tx, accountSid, agents);
  const chat = await createService(tx, { accountSid, friendlyName: 'Flex Chat Service' });
  const proxy = await createProxyService(tx, {
    accountSid,
    uniqueName: 'Flex Proxy Service',
    chatInstanceSid: chat.sid,
  });
  for (const { name, phone } of agents) {
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
}
