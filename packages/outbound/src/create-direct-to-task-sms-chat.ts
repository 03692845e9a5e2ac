// The outbound function: a chat task for the agent, connected to the customer's phone.
import { randomUUID } from 'node:crypto';
import type { Twilio } from 'twilio';
import { findProxyService, findTaskFlow } from './flex-chat/find-flow.ts';
import { openChannel, wireKeys } from './flex-chat/flex-channel.ts';
import { connectPhone, nameSession } from './flex-chat/proxy-session.ts';
import { refuseUnreachable } from './flex-chat/reachable.ts';
import { takeBack } from './flex-chat/take-back.ts';
import { OutboundError, outboundError, withLeftBehind } from './outbound-error.ts';

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

/**
 * Starts a conversation from an agent's number with a customer: chat channel and task by the flow of
 * `fromNumber`, then the session that connects the channel with the customer's phone. Asked again while the
 * conversation is open, it answers with the same one. A customer who cannot be reached is refused before anything is
 * made; when the session cannot be made, the channel and its task are taken back. The error says why (status and,
 * from a refused request, its code).
 */
export async function createDirectToTaskSmsChat(
  client: Twilio,
  request: OutboundRequest,
  settings: OutboundSettings = {},
): Promise<OutboundAnswer> {
  const { fromNumber, toName, toNumber } = request;
  const identity = randomUUID();
  try {
    await refuseUnreachable(client, fromNumber, toNumber);
    const flow = await findTaskFlow(client, fromNumber);
    const proxyServiceSid = settings.proxyServiceSid ?? (await findProxyService(client, flow));
    const taskAttributes = {
      to: toNumber,
      direction: 'outbound',
      name: toName,
      from: fromNumber,
      targetWorkerPhone: fromNumber,
      autoAnswer: true,
    };
    const channel = await openChannel(client, flow, { identity, toNumber, toName, taskAttributes });
    let made: { proxyServiceSid: string; sid: string } | null = null;
    try {
      const wish = { proxyServiceSid, channelSid: channel.sid, fromNumber, toNumber, toName };
      const session = await connectPhone(client, wish);
      made = { proxyServiceSid, sid: session.sid };
      await nameSession(client, flow, channel.sid, session.sid);
      return {
        chatChannel: { identity, ...wireKeys(channel) },
        proxySession: session.toJSON() as Record<string, unknown>,
      };
    } catch (error) {
      throw withLeftBehind(error, await takeBack(client, { flow, channel, identity, session: made }));
    }
  } catch (error) {
    throw outboundError(error);
  }
}
