// The flow a number of the contact centre belongs to, and the Proxy service beside it.
import type { Twilio } from 'twilio';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import { OutboundError } from '../outbound-error.ts';

/** The first flow that leads from the number straight to a task. 500 when there is none. */
export async function findTaskFlow(client: Twilio, fromNumber: string): Promise<FlexFlowInstance> {
  const flows = await client.flexApi.v1.flexFlow.list({ pageSize: 1_000 });
  const flow = flows.find(
    (candidate) => candidate.contactIdentity === fromNumber && candidate.integrationType === 'task',
  );
  if (flow === undefined) throw new OutboundError(500, 'Unable to find matching Flex Flow');
  return flow;
}

/** The Proxy service connected to the chat service of the flow. 500 when there is none. */
export async function findProxyService(client: Twilio, flow: FlexFlowInstance): Promise<string> {
  const services = await client.proxy.v1.services.list({ pageSize: 1_000 });
  const service = services.find((candidate) => candidate.chatInstanceSid === flow.chatServiceSid);
  if (service === undefined) {
    throw new OutboundError(500, 'Unable to find a Proxy service connected to the chat service of the flow');
  }
  return service.sid;
}
