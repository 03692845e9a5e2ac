// The Proxy session that connects a chat channel with the customer's phone.
import type { Twilio } from 'twilio';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import type { SessionInstance } from 'twilio/lib/rest/proxy/v1/service/session.js';
import { isNotFound } from '../outbound-error.ts';

/** A channel to be connected, and whom with. */
export interface Connection {
  readonly proxyServiceSid: string;
  readonly channelSid: string;
  readonly fromNumber: string;
  readonly toNumber: string;
  readonly toName: string;
}

function isActive(session: SessionInstance): boolean {
  return session.status === 'open' || session.status === 'in-progress';
}

/**
 * The active session named after the channel, or null. Parley answers by unique name; where the server does not
 * know names in the path, the sessions are walked through.
 */
async function findSession(client: Twilio, wish: Connection): Promise<SessionInstance | null> {
  const service = client.proxy.v1.services(wish.proxyServiceSid);
  try {
    const session = await service.sessions(wish.channelSid).fetch();
    return isActive(session) ? session : null;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const all = await service.sessions.list({ pageSize: 1_000 });
  return all.find((session) => session.uniqueName === wish.channelSid && isActive(session)) ?? null;
}

function makeSession(client: Twilio, wish: Connection): Promise<SessionInstance> {
  const { proxyServiceSid, channelSid, fromNumber, toNumber, toName } = wish;
  const participants = [
    { Identifier: toNumber, ProxyIdentifier: fromNumber, FriendlyName: toName },
    { Identifier: channelSid, ProxyIdentifier: fromNumber, FriendlyName: toName },
  ];
  return client.proxy.v1
    .services(proxyServiceSid)
    .sessions.create({ uniqueName: channelSid, mode: 'message-only', participants });
}

/**
 * The session of the channel: a new one, or the one that is there because another request made it or because the
 * answer to ours was lost. Throws the refusal of the new one when there is none.
 */
export async function connectPhone(client: Twilio, wish: Connection): Promise<SessionInstance> {
  try {
    return await makeSession(client, wish);
  } catch (error) {
    const existing = await findSession(client, wish);
    if (existing === null) throw error;
    return existing;
  }
}

/** Tells the channel which session it has; those who clean up look there. */
export async function nameSession(
  client: Twilio,
  flow: FlexFlowInstance,
  channelSid: string,
  sessionSid: string,
): Promise<void> {
  const chatChannel = client.chat.v2.services(flow.chatServiceSid).channels(channelSid);
  const attributes = JSON.parse((await chatChannel.fetch()).attributes) as Record<string, unknown>;
  if (attributes['proxySession'] === sessionSid) return;
  await chatChannel.update({ attributes: JSON.stringify({ ...attributes, proxySession: sessionSid }) });
}
