// Flex: a flow that makes tasks, a channel opened through it, web chats, a user, and plugins.
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
  await makeWebChats(population);
  await makePlugins(population);
  // Users are the workers of the account, and the instance is the account itself, under other prefixes.
  const instances = '/flex-api/v2/Instances';
  population.remember('GO', instances, `GO${population.account.sid.slice(2)}`);
  population.remember('FU', `${instances}/{}/Users`, `FU${population.sid('WK').slice(2)}`);
}

async function makeWebChats(population: Population): Promise<void> {
  const flow = await population.make('FO2', '/flex-api/v1/FlexFlows', {
    FriendlyName: population.text('flow of web chats'),
    ChatServiceSid: population.sid('IS'),
    ChannelType: 'web',
    ContactIdentity: population.text('page'),
    IntegrationType: 'external',
    'Integration.Url': 'http://127.0.0.1:1/',
  });
  await population.make('FX2', '/flex-api/v1/WebChannels', {
    FlexFlowSid: flow.sid,
    Identity: population.text('visitor'),
    CustomerFriendlyName: population.text('Jane'),
    ChatFriendlyName: population.text('chat with Jane'),
  });
}

async function makePlugins(population: Population): Promise<void> {
  const root = '/flex-api/v1/PluginService';
  const plugin = await population.make('FP', `${root}/Plugins`, { UniqueName: population.text('plugin') });
  const version = await population.make('FV', `${root}/Plugins/${plugin.sid}/Versions`, {
    Version: '1.0.0',
    PluginUrl: 'https://example.com/plugin.js',
    Changelog: population.text('changes'),
  });
  const configuration = await population.make('FJ', `${root}/Configurations`, {
    Name: population.text('plugins'),
    Plugins: JSON.stringify({ plugin_version: version.sid }),
  });
  population.remember('FP2', `${root}/Configurations/${configuration.sid}/Plugins`, plugin.sid);
  await population.make('FK', `${root}/Releases`, { ConfigurationId: configuration.sid });
}
