// Flex: a flow that makes tasks, and a channel opened through it.
import type { Population } from '../population.ts';

export async function makeFlex(population: Population): Promise<void> {
  const flow = await population.make('FO', '/flex-api/v1/FlexFlows', {
    FriendlyName: population.text('flow'),
    ChatServiceSid: population.sid('IS'),
    ChannelType: 'sms',
    ContactIdentity: population.phone(0),
    Enabled: 'true',
    IntegrationType: 'task',
    'Integration.WorkspaceSid': population.sid('WS'),
    'Integration.WorkflowSid': population.sid('WW'),
    'Integration.Channel': 'letters',
  });
  await population.make('FX', '/flex-api/v1/Channels', {
    FlexFlowSid: flow.sid,
    Identity: population.text('customer'),
    ChatUserFriendlyName: population.text('John'),
    ChatFriendlyName: population.text('chat with John'),
    Target: population.phone(12),
    TaskAttributes: JSON.stringify({ note: population.text('task of a channel') }),
  });
}
