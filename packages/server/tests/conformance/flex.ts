// Flex: flows, and the channels that open a conversation with a customer and the task that goes with it.

import type { Call, Conformance } from './conformance.ts';

const CENTRE = '+14155550171';
const CUSTOMER = '+14155550172';

/** What flows refer to. */
interface World {
  readonly chatService: string;
  readonly workspace: string;
  readonly workflow: string;
}

/** Performs every built operation of Flex. */
export async function flex(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  const world = await makeWorld(conformance);
  const flow = await playFlows(call, world);
  await conformance.server.settled();
  await playChannels(conformance, flow);
}

async function makeWorld(conformance: Conformance): Promise<World> {
  const chat = conformance.callerOf('chat_v2');
  const api = conformance.callerOf('api_v2010');
  const taskrouter = conformance.callerOf('taskrouter_v1');
  const service = await chat('CreateService', {}, { FriendlyName: 'Flex Chat Service' });
  await api('CreateIncomingPhoneNumber', {}, { PhoneNumber: CENTRE });
  const workspace = await taskrouter('CreateWorkspace', {}, { FriendlyName: 'Flex', Template: 'FIFO' });
  const place = { WorkspaceSid: workspace.sid };
  const queue = await taskrouter('CreateTaskQueue', place, {
    FriendlyName: 'Flex queue',
    TargetWorkers: '1==1',
  });
  const workflow = await taskrouter('CreateWorkflow', place, {
    FriendlyName: 'Flex workflow',
    Configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queue.sid } } }),
  });
  return { chatService: service.sid, workspace: workspace.sid, workflow: workflow.sid };
}

/** Gives the flow channels are opened with. */
async function playFlows(call: Call, world: World): Promise<string> {
  const flow = await call(
    'CreateFlexFlow',
    {},
    {
      FriendlyName: 'Outbound SMS',
      ChatServiceSid: world.chatService,
      ChannelType: 'sms',
      ContactIdentity: CENTRE,
      Enabled: false,
      IntegrationType: 'task',
      'Integration.WorkspaceSid': world.workspace,
      'Integration.WorkflowSid': world.workflow,
      'Integration.Channel': 'sms',
      'Integration.Timeout': 3_600,
      'Integration.Priority': 10,
      'Integration.CreationOnMessage': false,
      LongLived: false,
      JanitorEnabled: true,
    },
  );
  const external = await call(
    'CreateFlexFlow',
    {},
    {
      FriendlyName: 'Web, elsewhere',
      ChatServiceSid: world.chatService,
      ChannelType: 'web',
      IntegrationType: 'external',
      'Integration.Url': 'https://example.com/flex',
      'Integration.RetryCount': 2,
      Enabled: false,
    },
  );
  await call('FetchFlexFlow', { Sid: flow.sid });
  await call('ListFlexFlow', {}, { FriendlyName: 'Web, elsewhere' });
  await call('ListFlexFlow', {}, { PageSize: 1 });
  await call('UpdateFlexFlow', { Sid: flow.sid }, { FriendlyName: 'Outbound texts', LongLived: true });
  await call('DeleteFlexFlow', { Sid: external.sid });
  return flow.sid;
}

async function playChannels(conformance: Conformance, flow: string): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  const channel = await call(
    'CreateChannel',
    {},
    {
      FlexFlowSid: flow,
      Identity: 'sms_conformance',
      ChatUserFriendlyName: 'John',
      ChatFriendlyName: 'Outbound Chat with John',
      Target: CUSTOMER,
      TaskAttributes: JSON.stringify({ to: CUSTOMER, direction: 'outbound', name: 'John', from: CENTRE }),
      PreEngagementData: '{"topic":"order"}',
    },
  );
  const withoutTask = await call(
    'CreateChannel',
    {},
    {
      FlexFlowSid: flow,
      Identity: 'sms_other',
      ChatUserFriendlyName: 'Jane',
      ChatFriendlyName: 'Outbound Chat with Jane',
      Target: '+14155550173',
      LongLived: false,
    },
  );
  await conformance.server.settled();
  await call('FetchChannel', { Sid: channel.sid });
  await call('ListChannel', {}, { PageSize: 1 });
  await call('DeleteChannel', { Sid: withoutTask.sid });
}
