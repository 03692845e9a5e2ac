// The outbound function: a chat task for the agent, connected to the customer's phone.
import { randomUUID } from 'node:crypto';
import type { Twilio } from 'twilio';
import type { ChannelInstance } from 'twilio/lib/rest/flexApi/v1/channel.js';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import type { SessionInstance } from 'twilio/lib/rest/proxy/v1/service/session.js';
import { findSessionOfChannel } from './existing-session.ts';
import { OutboundError, outboundError } from './outbound-error.ts';
import { takeBack } from './take-back.ts';

/** What the caller sends. */
export interface OutboundRequest {
  /** The contact-centre number that sends and receives; a task flow must have it as its contact identity. */
  readonly fromNumber: string;
  /** The customer's name, as the agent will see it. */
  readonly toName: string;
  /** The customer's mobile number. */
  readonly toNumber: string;
}

/** Settings of the function. */
export interface OutboundSettings {
  /** Proxy service to make sessions in; the one connected to the flow's chat service when not given. */
  readonly proxyServiceSid?: string;
}

/** What the caller gets: the chat channel in the keys of the wire, the session in those of the SDK. */
export interface OutboundAnswer {
  readonly chatChannel: Record<string, unknown>;
  readonly proxySession: Record<string, unknown>;
}

const PROPERTIES = ['fromNumber', 'toName', 'toNumber'] as const;

/** Checks a request body. 400 names the first property that is missing. */
export function readOutboundRequest(body: unknown): OutboundRequest {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  for (const property of PROPERTIES) {
    if (typeof given[property] !== 'string' || given[property].trim() === '') {
      throw new OutboundError(400, `Missing '${property}' in request body`);
    }
  }
  return given as unknown as OutboundRequest;
}

async function findFlow(client: Twilio, fromNumber: string): Promise<FlexFlowInstance> {
  const flows = await client.flexApi.v1.flexFlow.list({ pageSize: 1_000 });
  const flow = flows.find(
    (candidate) => candidate.contactIdentity === fromNumber && candidate.integrationType === 'task',
  );
  if (flow === undefined) throw new OutboundError(500, 'Unable to find matching Flex Flow');
  return flow;
}

async function findProxyService(client: Twilio, flow: FlexFlowInstance): Promise<string> {
  const services = await client.proxy.v1.services.list({ pageSize: 1_000 });
  const service = services.find((candidate) => candidate.chatInstanceSid === flow.chatServiceSid);
  if (service === undefined) {
    throw new OutboundError(500, 'Unable to find a Proxy service connected to the chat service of the flow');
  }
  return service.sid;
}

function openChannel(client: Twilio, flow: FlexFlowInstance, identity: string, request: OutboundRequest) {
  const { fromNumber, toName, toNumber } = request;
  return client.flexApi.v1.channel.create({
    flexFlowSid: flow.sid,
    identity,
    target: toNumber,
    chatUserFriendlyName: toName,
    chatFriendlyName: `SMS${toNumber}`,
    taskAttributes: JSON.stringify({
      to: toNumber,
      direction: 'outbound',
      name: toName,
      from: fromNumber,
      targetWorkerPhone: fromNumber,
      autoAnswer: true,
    }),
  });
}

async function connectPhone(
  client: Twilio,
  proxyServiceSid: string,
  channel: ChannelInstance,
  { fromNumber, toName, toNumber }: OutboundRequest,
): Promise<SessionInstance> {
  const participants = [
    { Identifier: toNumber, ProxyIdentifier: fromNumber, FriendlyName: toName },
    { Identifier: channel.sid, ProxyIdentifier: fromNumber, FriendlyName: toName },
  ];
  return client.proxy.v1
    .services(proxyServiceSid)
    .sessions.create({ uniqueName: channel.sid, mode: 'message-only', participants });
}

/** Tells the channel which session it has; those who clean up look there. */
async function nameSession(
  client: Twilio,
  flow: FlexFlowInstance,
  channel: ChannelInstance,
  session: SessionInstance,
): Promise<void> {
  const chatChannel = client.chat.v2.services(flow.chatServiceSid).channels(channel.sid);
  const { attributes } = await chatChannel.fetch();
  const merged = { ...(JSON.parse(attributes) as object), proxySession: session.sid };
  await chatChannel.update({ attributes: JSON.stringify(merged) });
}

/** The session of the channel: a new one, or the one another request has connected it with. */
async function connect(
  client: Twilio,
  flow: FlexFlowInstance,
  channel: ChannelInstance,
  proxyServiceSid: string,
  request: OutboundRequest,
): Promise<SessionInstance> {
  try {
    const session = await connectPhone(client, proxyServiceSid, channel, request);
    await nameSession(client, flow, channel, session);
    return session;
  } catch (error) {
    const existing = await findSessionOfChannel(client, proxyServiceSid, channel.sid);
    if (existing === null) throw error;
    return existing;
  }
}

function wireKeys(instance: ChannelInstance): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(instance.toJSON() as Record<string, unknown>).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/**
 * Starts a conversation from an agent's number with a customer: chat channel and task by the flow of
 * `fromNumber`, then the session that connects the channel with the customer's phone. Asked again while the
 * conversation is open, it answers with the same one. When the session cannot be made, the channel and its task
 * are taken back and the error says why (status and, from a refused request, its code).
 */
export async function createDirectToTaskSmsChat(
  client: Twilio,
  request: OutboundRequest,
  settings: OutboundSettings = {},
): Promise<OutboundAnswer> {
  const identity = randomUUID();
  try {
    const flow = await findFlow(client, request.fromNumber);
    const proxyServiceSid = settings.proxyServiceSid ?? (await findProxyService(client, flow));
    const channel = await openChannel(client, flow, identity, request);
    try {
      const session = await connect(client, flow, channel, proxyServiceSid, request);
      return {
        chatChannel: { identity, ...wireKeys(channel) },
        proxySession: session.toJSON() as Record<string, unknown>,
      };
    } catch (error) {
      await takeBack(client, flow, channel, identity);
      throw error;
    }
  } catch (error) {
    throw outboundError(error);
  }
}
