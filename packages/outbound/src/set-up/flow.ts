// The flow of a number that leads straight to a task. It stays disabled: texts that come in by themselves go where
// they went before.
import type { Twilio } from 'twilio';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import type { Journal } from './journal.ts';

/** What the flow of a number leads to. */
export interface FlowSettings {
  readonly contactIdentity: string;
  readonly chatServiceSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly isLongLived: boolean;
}

interface Integration {
  readonly workspace_sid?: string;
  readonly workflow_sid?: string;
  readonly channel?: string;
}

function isAsWished(flow: FlexFlowInstance, settings: FlowSettings): boolean {
  const { workspace_sid, workflow_sid, channel } = flow.integration as Integration;
  return (
    flow.chatServiceSid === settings.chatServiceSid &&
    flow.longLived === settings.isLongLived &&
    workspace_sid === settings.workspaceSid &&
    workflow_sid === settings.workflowSid &&
    channel === settings.taskChannelSid
  );
}

/** The task flow of the number, created or put right. */
export async function ensureFlow(client: Twilio, settings: FlowSettings, journal: Journal): Promise<string> {
  const { contactIdentity } = settings;
  const flows = await client.flexApi.v1.flexFlow.list({ pageSize: 1_000 });
  const flow = flows.find(
    (candidate) =>
      candidate.contactIdentity === contactIdentity &&
      candidate.integrationType === 'task' &&
      candidate.channelType === 'sms',
  );
  if (flow !== undefined && isAsWished(flow, settings)) return flow.sid;
  const parameters = {
    chatServiceSid: settings.chatServiceSid,
    contactIdentity,
    channelType: 'sms',
    integrationType: 'task',
    'integration.workspaceSid': settings.workspaceSid,
    'integration.workflowSid': settings.workflowSid,
    'integration.channel': settings.taskChannelSid,
    longLived: settings.isLongLived,
  } as const;
  if (flow !== undefined) {
    journal.note(`put the flow of ${contactIdentity} right`);
    await client.flexApi.v1.flexFlow(flow.sid).update(parameters);
    return flow.sid;
  }
  journal.note(`created a flow for ${contactIdentity}`);
  const created = await client.flexApi.v1.flexFlow.create({
    ...parameters,
    friendlyName: 'Flex SMS To Task Flow',
    enabled: false,
    // Who ends a task outside of the desk leaves no open chat behind.
    janitorEnabled: true,
  });
  return created.sid;
}
