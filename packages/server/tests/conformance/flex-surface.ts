// Flex beside flows and channels: web chats, the configuration of an instance, its users, and plugins.

import type { Call, Conformance } from './conformance.ts';
import { NOBODY } from './conformance.ts';

/** Performs the operations of flex_v1 that have nothing to do with numbers. */
export async function flexSurface(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  await playWebChannels(conformance, call);
  await playConfiguration(call);
  await playPlugins(call);
}

async function playWebChannels(conformance: Conformance, call: Call): Promise<void> {
  const service = await conformance.callerOf('chat_v2')('CreateService', {}, { FriendlyName: 'Web chats' });
  const flow = await call(
    'CreateFlexFlow',
    {},
    {
      FriendlyName: 'Web',
      ChatServiceSid: service.sid,
      ChannelType: 'web',
      ContactIdentity: 'conformance',
      IntegrationType: 'external',
      'Integration.Url': `${NOBODY}/flex`,
    },
  );
  const chat = await call(
    'CreateWebChannel',
    {},
    {
      FlexFlowSid: flow.sid,
      Identity: 'visitor',
      CustomerFriendlyName: 'Jane',
      ChatFriendlyName: 'Flex WebChat',
      ChatUniqueName: 'web chat of Jane',
      PreEngagementData: '{"friendlyName":"Jane"}',
    },
  );
  await call('FetchWebChannel', { Sid: chat.sid });
  await call('ListWebChannel', {}, { PageSize: 1 });
  await call(
    'UpdateWebChannel',
    { Sid: chat.sid },
    { ChatStatus: 'inactive', PostEngagementData: '{"stars":5}' },
  );
  await call('DeleteWebChannel', { Sid: chat.sid });
}

async function playConfiguration(call: Call): Promise<void> {
  await call('FetchConfiguration', {}, { UiVersion: '2.17.1' });
  await call('UpdateConfiguration', {}, { attributes: { conformance: true }, crm_enabled: false });
  await call('FetchConfiguration');
  await call('FetchProvisioningStatus');
}

async function playPlugins(call: Call): Promise<void> {
  const plugin = await call(
    'CreatePlugin',
    {},
    { UniqueName: 'typewriter', FriendlyName: 'Typewriter', Description: 'types' },
  );
  await call('FetchPlugin', { Sid: plugin.sid });
  await call('ListPlugin', {}, { PageSize: 1 });
  await call('UpdatePlugin', { Sid: plugin.sid }, { Description: 'types more' });
  const place = { PluginSid: plugin.sid };
  const version = await call('CreatePluginVersion', place, {
    Version: '1.0.0',
    PluginUrl: 'https://example.com/typewriter.js',
    Changelog: 'first',
    Private: true,
  });
  await call('FetchPluginVersion', { ...place, Sid: version.sid });
  await call('ListPluginVersion', place, { PageSize: 1 });
  const configuration = await call(
    'CreatePluginConfiguration',
    {},
    {
      Name: 'everything',
      Description: 'all of them',
      Plugins: [JSON.stringify({ plugin_version: version.sid, phase: 3 })],
    },
  );
  await call('FetchPluginConfiguration', { Sid: configuration.sid });
  await call('ListPluginConfiguration', {}, { PageSize: 1 });
  const configured = { ConfigurationSid: configuration.sid };
  await call('ListConfiguredPlugin', configured, { PageSize: 1 });
  await call('FetchConfiguredPlugin', { ...configured, PluginSid: plugin.sid });
  const release = await call('CreatePluginRelease', {}, { ConfigurationId: configuration.sid });
  await call('FetchPluginRelease', { Sid: release.sid });
  await call('ListPluginRelease', {}, { PageSize: 1 });
  const empty = await call('CreatePluginConfiguration', {}, { Name: 'nothing' });
  await call('CreatePluginRelease', {}, { ConfigurationId: empty.sid });
  await call('UpdatePluginConfigurationArchive', { Sid: configuration.sid });
  await call('UpdatePluginVersionArchive', { ...place, Sid: version.sid });
  await call('UpdatePluginArchive', { Sid: plugin.sid });
}

/** Performs every operation of flex_v2. */
export async function flexV2(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('flex_v2');
  const taskrouter = conformance.callerOf('taskrouter_v1');
  const workspace = await taskrouter('CreateWorkspace', {}, { FriendlyName: 'Flex users', Template: 'FIFO' });
  const worker = await taskrouter(
    'CreateWorker',
    { WorkspaceSid: workspace.sid },
    { FriendlyName: 'flex user', Attributes: '{"roles":["agent"],"email":"agent@example.com"}' },
  );
  const chat = conformance.callerOf('chat_v2');
  const service = await chat('CreateService', {}, { FriendlyName: 'Flex users' });
  const user = await chat('CreateUser', { ServiceSid: service.sid }, { Identity: 'flex user' });
  const { sid: accountSid } = conformance.server.account;
  const place = { InstanceSid: `GO${accountSid.slice(2)}`, FlexUserSid: `FU${worker.sid.slice(2)}` };
  await call('FetchFlexUser', place);
  await call('UpdateFlexUser', place, {
    Email: 'a@example.com',
    Locale: 'en-US',
    UserSid: user.sid,
  });

  const address = await conformance.callerOf('conversations_v1')(
    'CreateConfigurationAddress',
    {},
    {
      Type: 'chat',
      Address: 'flex.example.com',
      'AutoCreation.Enabled': true,
      'AutoCreation.Type': 'default',
    },
  );
  await call(
    'CreateWebChannel',
    {},
    {
      AddressSid: address.sid,
      ChatFriendlyName: 'Webchat widget',
      CustomerFriendlyName: 'Jane',
      PreEngagementData: '{"friendlyName":"Jane"}',
      Identity: 'jane',
    },
  );
}
