// The FlexFlow resource: which address is answered how.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, int, oneOf, sid, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import { createFlow, type FlowSettings, findFlow, requireFlow, updateFlow } from './commands.ts';
import { type Integration, integrationOf, keptIntegration } from './integration.ts';

const channelType = oneOf(['web', 'sms', 'facebook', 'whatsapp', 'line', 'custom']);

const optional = {
  ContactIdentity: text(256).nullish(),
  Enabled: bool().nullish(),
  IntegrationType: oneOf(['studio', 'external', 'task']).nullish(),
  'Integration.FlowSid': sid('FW').nullish(),
  'Integration.Url': url().nullish(),
  'Integration.WorkspaceSid': sid('WS').nullish(),
  'Integration.WorkflowSid': sid('WW').nullish(),
  'Integration.Channel': text(100).nullish(),
  'Integration.Timeout': int(1, 1_209_600).nullish(),
  'Integration.Priority': int(0, 2_147_483_647).nullish(),
  'Integration.CreationOnMessage': bool().nullish(),
  'Integration.RetryCount': int(0, 3).nullish(),
  LongLived: bool().nullish(),
  JanitorEnabled: bool().nullish(),
};

const flowCreate = z.object({
  ...optional,
  FriendlyName: text(256),
  ChatServiceSid: sid('IS'),
  ChannelType: channelType,
});

const flowUpdate = z.object({
  ...optional,
  FriendlyName: text(256).nullish(),
  ChatServiceSid: sid('IS').nullish(),
  ChannelType: channelType.nullish(),
});

function integrationFrom(input: z.output<typeof flowUpdate>): Integration {
  const given = {
    flow_sid: input['Integration.FlowSid'],
    url: input['Integration.Url'],
    workspace_sid: input['Integration.WorkspaceSid'],
    workflow_sid: input['Integration.WorkflowSid'],
    channel: input['Integration.Channel'],
    timeout: input['Integration.Timeout'],
    priority: input['Integration.Priority'],
    creation_on_message: input['Integration.CreationOnMessage'],
    retry_count: input['Integration.RetryCount'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Integration;
}

function settingsOf(flow: FlexFlowRow): FlowSettings {
  return {
    friendlyName: flow.friendly_name,
    chatServiceSid: flow.chat_service_sid,
    channelType: flow.channel_type,
    contactIdentity: flow.contact_identity,
    isEnabled: flow.enabled === 1,
    integrationType: flow.integration_type,
    integration: integrationOf(flow),
    isLongLived: flow.long_lived === 1,
    hasJanitor: flow.janitor_enabled === 1,
  };
}

/** The settings an input asks for, over those there are. */
function merged(input: z.output<typeof flowUpdate>, before: FlowSettings): FlowSettings {
  const integrationType = input.IntegrationType ?? before.integrationType;
  return {
    friendlyName: input.FriendlyName ?? before.friendlyName,
    chatServiceSid: input.ChatServiceSid ?? before.chatServiceSid,
    channelType: input.ChannelType ?? before.channelType,
    contactIdentity: input.ContactIdentity === undefined ? before.contactIdentity : input.ContactIdentity,
    isEnabled: input.Enabled ?? before.isEnabled,
    integrationType,
    integration: { ...keptIntegration(before, integrationType), ...integrationFrom(input) },
    isLongLived: input.LongLived ?? before.isLongLived,
    hasJanitor: input.JanitorEnabled ?? before.hasJanitor,
  };
}

function presentFlow(row: FlexFlowRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    friendly_name: row.friendly_name,
    chat_service_sid: row.chat_service_sid,
    channel_type: row.channel_type,
    contact_identity: row.contact_identity,
    enabled: row.enabled === 1,
    integration_type: row.integration_type,
    integration: integrationOf(row),
    long_lived: row.long_lived === 1,
    janitor_enabled: row.janitor_enabled === 1,
    url: `${base}/v1/FlexFlows/${row.sid}`,
  };
}

export const flexFlows: Resource<FlexFlowRow> = {
  product: 'flex-api',
  path: '/v1/FlexFlows',
  key: 'flex_flows',
  present: presentFlow,
  create: write(flowCreate, (tx, { accountSid, input }) => {
    const { FriendlyName, ChatServiceSid, ChannelType } = input;
    const empty: FlowSettings = {
      friendlyName: FriendlyName,
      chatServiceSid: ChatServiceSid,
      channelType: ChannelType,
      contactIdentity: null,
      isEnabled: true,
      integrationType: 'studio',
      integration: {},
      isLongLived: false,
      hasJanitor: false,
    };
    return createFlow(tx, accountSid, merged(input, empty));
  }),
  list: list(z.object({ FriendlyName: text(256).nullish() }), async (db, { accountSid, input }) => {
    let query = db.selectFrom('flex_flows').selectAll().where('account_sid', '=', accountSid);
    if (input.FriendlyName) query = query.where('friendly_name', '=', input.FriendlyName);
    return { query };
  }),
  fetch: read((db, { accountSid, params }) => findFlow(db, accountSid, params['Sid']!)),
  update: write(flowUpdate, async (tx, { accountSid, params, input }) => {
    const flow = await requireFlow(tx.db, accountSid, params['Sid']!);
    return updateFlow(tx, flow, merged(input, settingsOf(flow)));
  }),
  remove: removal(async (tx, { accountSid, params }) => {
    const flow = await requireFlow(tx.db, accountSid, params['Sid']!);
    await tx.db.deleteFrom('flex_flows').where('sid', '=', flow.sid).execute();
  }),
};
