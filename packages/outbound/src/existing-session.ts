// Finding the Proxy session of a chat channel that another request has already connected.
import type { Twilio } from 'twilio';
import type { SessionInstance } from 'twilio/lib/rest/proxy/v1/service/session.js';
import { isNotFound } from './outbound-error.ts';

function isActive(session: SessionInstance): boolean {
  return session.status === 'open' || session.status === 'in-progress';
}

/**
 * The active session named after the channel, or null. Parley answers by unique name; where the server does not
 * know names in the path, the sessions are walked through.
 */
export async function findSessionOfChannel(
  client: Twilio,
  proxyServiceSid: string,
  channelSid: string,
): Promise<SessionInstance | null> {
  const service = client.proxy.v1.services(proxyServiceSid);
  try {
    const session = await service.sessions(channelSid).fetch();
    return isActive(session) ? session : null;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const all = await service.sessions.list({ pageSize: 1_000 });
  return all.find((session) => session.uniqueName === channelSid && isActive(session)) ?? null;
}
