// The successor of the outbound function: it also says the first words, sends the task to a worker by SID, and can
// bring the history of an earlier chat along.
import { randomUUID } from 'node:crypto';
import type { Twilio } from 'twilio';
import type { ChannelInstance } from 'twilio/lib/rest/flexApi/v1/channel.js';
import type { FlexFlowInstance } from 'twilio/lib/rest/flexApi/v1/flexFlow.js';
import type { OutboundAnswer, OutboundRequest, OutboundSettings } from './create-direct-to-task-sms-chat.ts';
import { copyHistory, requireSource } from './flex-chat/copy-history.ts';
import { findProxyService, findTaskFlow } from './flex-chat/find-flow.ts';
import { isOwnChannel, openChannel, wireKeys } from './flex-chat/flex-channel.ts';
import { connectPhone, nameSession } from './flex-chat/proxy-session.ts';
import { addressProblem, refuseUnreachable } from './flex-chat/reachable.ts';
import { type Made, takeBack } from './flex-chat/take-back.ts';
import { OutboundError, outboundError, withLeftBehind } from './outbound-error.ts';

/** What the caller sends. */
export interface OutboundTaskRequest extends OutboundRequest {
  /** What the customer is told at once. */
  readonly initialNotificationMessage?: string;
  /** Worker the task is for (`targetWorkerSid`); the one whose phone `fromNumber` is when not given. */
  readonly targetWorkerSid?: string;
  /** Channel of an earlier chat, of a bot for instance; a new channel begins with its messages. */
  readonly sourceChatChannelSid?: string;
}

/** What the caller gets beside channel and session. */
export interface OutboundTaskAnswer extends OutboundAnswer {
  /** Whether the conversation was open already and is gone on with. */
  readonly isReused: boolean;
  readonly initialMessage: { readonly sid: string; readonly index: number } | null;
  readonly copiedMessages: number;
}

const REQUIRED = ['fromNumber', 'toName', 'toNumber'] as const;
const SIDS = { targetWorkerSid: /^WK[0-9a-fA-F]{32}$/, sourceChatChannelSid: /^CH[0-9a-fA-F]{32}$/ } as const;

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

/** Checks a request body. 400 with everything that is wrong with it in `errors`. */
export function readOutboundTaskRequest(body: unknown): OutboundTaskRequest {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const errors: string[] = [];
  for (const property of REQUIRED) {
    const value = given[property];
    if (typeof value !== 'string' || value.trim() === '') {
      errors.push(`Missing '${property}' in request body`);
      continue;
    }
    const problem = property === 'toName' ? null : addressProblem(property, value);
    if (problem !== null) errors.push(problem);
  }
  for (const [property, shape] of Object.entries(SIDS)) {
    const value = given[property];
    if (!isBlank(value) && !shape.test(String(value))) errors.push(`'${property}' is not a SID: ${value}`);
  }
  const words = given['initialNotificationMessage'];
  if (!isBlank(words) && typeof words !== 'string') {
    errors.push("'initialNotificationMessage' is not a text");
  }
  if (errors.length > 0) throw new OutboundError(400, errors.join('; '), { errors });
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => !isBlank(value)),
  ) as unknown as OutboundTaskRequest;
}

/** Attributes of the task: for the worker with the SID, or for the one with the phone. */
function taskAttributes({ fromNumber, toName, toNumber, ...request }: OutboundTaskRequest) {
  return {
    to: toNumber,
    direction: 'outbound',
    name: toName,
    from: fromNumber,
    ...(request.targetWorkerSid
      ? { targetWorkerSid: request.targetWorkerSid }
      : { targetWorkerPhone: fromNumber }),
    ...(request.sourceChatChannelSid ? { sourceChatChannelSid: request.sourceChatChannelSid } : {}),
    autoAnswer: true,
  };
}

async function connectAndGreet(
  client: Twilio,
  flow: FlexFlowInstance,
  channel: ChannelInstance,
  request: OutboundTaskRequest,
  given: { identity: string; proxyServiceSid: string },
): Promise<OutboundTaskAnswer> {
  const { identity, proxyServiceSid } = given;
  const { fromNumber, toName, toNumber, sourceChatChannelSid, initialNotificationMessage } = request;
  let made: Made = { flow, channel, identity, session: null };
  try {
    const isNew = await isOwnChannel(client, flow, channel, identity);
    const copiedMessages =
      isNew && sourceChatChannelSid
        ? await copyHistory(client, flow.chatServiceSid, sourceChatChannelSid, channel.sid)
        : 0;
    const wish = { proxyServiceSid, channelSid: channel.sid, fromNumber, toNumber, toName };
    const session = await connectPhone(client, wish);
    made = { ...made, session: { proxyServiceSid, sid: session.sid } };
    await nameSession(client, flow, channel.sid, session.sid);
    const chat = client.chat.v2.services(flow.chatServiceSid).channels(channel.sid);
    const message = initialNotificationMessage
      ? await chat.messages.create({ from: 'system', body: initialNotificationMessage })
      : null;
    return {
      chatChannel: { identity, ...wireKeys(channel) },
      proxySession: session.toJSON() as Record<string, unknown>,
      isReused: !isNew,
      initialMessage: message === null ? null : { sid: message.sid, index: message.index },
      copiedMessages,
    };
  } catch (error) {
    throw withLeftBehind(error, await takeBack(client, made));
  }
}

/**
 * Starts a conversation with a customer, or goes on with the one that is open, and says the first words in it. All or
 * nothing: a customer who cannot be reached is refused before anything is made, and what was made for a start that
 * fails is taken back. A channel that was there before is left as it was.
 */
export async function initiateOutboundTask(
  client: Twilio,
  request: OutboundTaskRequest,
  settings: OutboundSettings = {},
): Promise<OutboundTaskAnswer> {
  const { fromNumber, toName, toNumber, sourceChatChannelSid } = request;
  const identity = randomUUID();
  try {
    await refuseUnreachable(client, fromNumber, toNumber);
    const flow = await findTaskFlow(client, fromNumber);
    if (sourceChatChannelSid) await requireSource(client, flow.chatServiceSid, sourceChatChannelSid);
    const proxyServiceSid = settings.proxyServiceSid ?? (await findProxyService(client, flow));
    const wish = { identity, toNumber, toName, taskAttributes: taskAttributes(request) };
    const channel = await openChannel(client, flow, wish);
    return await connectAndGreet(client, flow, channel, request, { identity, proxyServiceSid });
  } catch (error) {
    throw outboundError(error);
  }
}
