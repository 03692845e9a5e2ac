// The contact centre of the guides, set up through the SDK: numbers, chat and Proxy services, workspace, flow.
import type { Twilio } from 'twilio';

/** Numbers of the contact centre; each belongs to a worker. */
export const CENTRE = '+14155550101';
export const OTHER_CENTRE = '+14155550102';
export const CUSTOMER = '+14155550199';

/** What was made for the contact centre. */
export interface WorldFacts {
  readonly chatServiceSid: string;
  readonly proxyServiceSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly availableSid: string;
  readonly workers: readonly { sid: string; phone: string }[];
}

/** What the steps of the journey refer to. */
export interface World extends WorldFacts {
  readonly client: Twilio;
  /** Creates a flow for the number. */
  flow(settings?: FlowOptions): Promise<string>;
}

interface FlowOptions {
  readonly contactIdentity?: string;
  readonly longLived?: boolean;
  readonly janitorEnabled?: boolean;
  readonly creationOnMessage?: boolean;
  readonly enabled?: boolean;
}

async function makeWorkspace(client: Twilio) {
  const { sid } = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Flex', template: 'FIFO' });
  const workspace = client.taskrouter.v1.workspaces(sid);
  const activities = await workspace.activities.list();
  const availableSid = activities.find((activity) => activity.friendlyName === 'Available')!.sid;
  const queue = await workspace.taskQueues.create({ friendlyName: 'Everyone', targetWorkers: '1==1' });
  const workflow = await workspace.workflows.create({
    friendlyName: 'Match Worker',
    configuration: JSON.stringify({
      task_routing: {
        filters: [
          {
            filter_friendly_name: 'Target Worker Phone',
            expression: 'targetWorkerPhone != null',
            targets: [{ queue: queue.sid, expression: 'task.targetWorkerPhone == worker.phone' }],
          },
        ],
        // Tasks that name no number, such as those a customer's answer makes, are for anybody.
        default_filter: { queue: queue.sid },
      },
    }),
  });
  const workers = [];
  for (const phone of [CENTRE, OTHER_CENTRE]) {
    const worker = await workspace.workers.create({
      friendlyName: `agent ${phone}`,
      attributes: JSON.stringify({ phone }),
      activitySid: availableSid,
    });
    workers.push({ sid: worker.sid, phone });
  }
  return { workspaceSid: sid, workflowSid: workflow.sid, availableSid, workers };
}

/** Sets the contact centre up. */
export async function makeWorld(client: Twilio): Promise<World> {
  return worldOf(client, await makeFacts(client));
}

async function makeFacts(client: Twilio): Promise<WorldFacts> {
  const chat = await client.chat.v2.services.create({ friendlyName: 'Flex Chat Service' });
  const proxy = await client.proxy.v1.services.create({
    uniqueName: 'Flex Proxy Service',
    chatInstanceSid: chat.sid,
  });
  // The centre's own number is not the first of the pool: choosing it must not be luck.
  for (const phoneNumber of ['+14155550103', '+14155550104', OTHER_CENTRE, CENTRE]) {
    const { sid } = await client.api.v2010.account.incomingPhoneNumbers.create({ phoneNumber });
    await client.proxy.v1.services(proxy.sid).phoneNumbers.create({ sid });
  }
  return { chatServiceSid: chat.sid, proxyServiceSid: proxy.sid, ...(await makeWorkspace(client)) };
}

/** The contact centre of these facts, as a client reaches it. */
export function worldOf(client: Twilio, facts: WorldFacts): World {
  return {
    ...facts,
    client,
    async flow(settings = {}) {
      const flow = await client.flexApi.v1.flexFlow.create({
        friendlyName: 'Outbound SMS',
        chatServiceSid: facts.chatServiceSid,
        channelType: 'sms',
        contactIdentity: settings.contactIdentity ?? CENTRE,
        enabled: settings.enabled ?? false,
        integrationType: 'task',
        'integration.workspaceSid': facts.workspaceSid,
        'integration.workflowSid': facts.workflowSid,
        'integration.channel': 'sms',
        ...(settings.creationOnMessage === undefined
          ? {}
          : { 'integration.creationOnMessage': settings.creationOnMessage }),
        longLived: settings.longLived ?? false,
        janitorEnabled: settings.janitorEnabled ?? true,
      });
      return flow.sid;
    },
  };
}

/** Step 2 of the guide: the Flex channel with its task. */
export function openChannel(world: World, flexFlowSid: string, options: { withTask?: boolean } = {}) {
  const task = {
    to: CUSTOMER,
    direction: 'outbound',
    name: 'John',
    from: CENTRE,
    targetWorkerPhone: CENTRE,
    autoAnswer: 'true',
  };
  return world.client.flexApi.v1.channel.create({
    flexFlowSid,
    identity: `sms_${Math.random()}`,
    target: CUSTOMER,
    chatFriendlyName: 'Outbound Chat with John',
    chatUserFriendlyName: 'John',
    ...(options.withTask === false ? {} : { taskAttributes: JSON.stringify(task) }),
  });
}

/** Steps 3 and 4 of the guide: the session, the channel in it, and the session's name in the channel. */
export async function connectPhone(world: World, channelSid: string, customer = CUSTOMER): Promise<string> {
  const { client } = world;
  const service = client.proxy.v1.services(world.proxyServiceSid);
  const session = await service.sessions.create({
    uniqueName: channelSid,
    mode: 'message-only',
    participants: [{ Identifier: customer }],
  });
  await service.sessions(session.sid).participants.create({
    friendlyName: customer,
    identifier: channelSid,
    proxyIdentifier: CENTRE,
  });
  const channel = client.chat.v2.services(world.chatServiceSid).channels(channelSid);
  const { attributes } = await channel.fetch();
  await channel.update({
    attributes: JSON.stringify({ ...JSON.parse(attributes), proxySession: session.sid }),
  });
  return session.sid;
}
