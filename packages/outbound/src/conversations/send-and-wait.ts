// Outbound in the current generation, later: the message goes out now, and the customer's answer makes the task.
import type { Twilio } from 'twilio';
import { outboundError, withLeftBehind } from '../outbound-error.ts';
import type { OpenConversation } from './open-conversation.ts';
import { addReplyHook, type ReplyHandler, removeReplyHooks } from './reply-hook.ts';
import { type ConversationRequest, messageParameters, requireProperties } from './request.ts';
import { type Place, takeBackPlace, takePlace } from './take-place.ts';

/** A message whose answer is waited for. */
export interface SendAndWaitRequest extends ConversationRequest {
  readonly workspaceSid: string;
  /** Worker the answer goes to; anybody when not given. */
  readonly knownWorkerSid?: string;
  /** Who is told of the answer and makes the task: a Studio flow, or a URL where `routeReply` runs. */
  readonly replies: ReplyHandler;
}

/** What was sent, or the conversation that is in the way. */
export type SendAndWaitAnswer =
  | {
      readonly success: true;
      readonly conversationSid: string;
      readonly messageSid: string;
      /** Whether a conversation was gone on with in which an answer was waited for already. */
      readonly isReused: boolean;
    }
  | { readonly success: false; readonly conflict: OpenConversation };

/** Attributes Studio and `routeReply` find the worker by. */
function knownAgent(workerSid: string | undefined) {
  return workerSid === undefined
    ? { KnownAgentRoutingFlag: false }
    : { KnownAgentRoutingFlag: true, KnownAgentWorkerSid: workerSid };
}

async function sendIn(client: Twilio, request: SendAndWaitRequest, place: Place): Promise<SendAndWaitAnswer> {
  const { conversationSid, isNew } = place;
  const conversation = client.conversations.v1.conversations(conversationSid);
  const before = (await conversation.fetch()).attributes;
  const { KnownAgentWorkerSid: _worker, ...others } = JSON.parse(before) as Record<string, unknown>;
  const hook = await addReplyHook(client, conversationSid, request.replies);
  try {
    const attributes = JSON.stringify({ ...others, ...knownAgent(request.knownWorkerSid) });
    await conversation.update({ attributes });
    const message = await conversation.messages.create(messageParameters(request));
    return { success: true, conversationSid, messageSid: message.sid, isReused: !isNew };
  } catch (error) {
    if (!isNew) {
      await conversation.update({ attributes: before }).catch(() => {});
      if (hook.isNew) await removeReplyHooks(client, conversationSid, request.replies).catch(() => {});
    }
    throw error;
  }
}

/**
 * Sends a message to a customer and leaves the conversation without a task until the customer answers. When somebody
 * works on a conversation with the customer, its facts are the answer and nothing is sent. Throws an `OutboundError`
 * when a request is refused; a conversation made for it is taken back.
 */
export async function sendAndWait(client: Twilio, request: SendAndWaitRequest): Promise<SendAndWaitAnswer> {
  try {
    requireProperties(request, ['to', 'from', 'author', 'message', 'workspaceSid', 'replies']);
    const taken = await takePlace(client, request, request.workspaceSid);
    if ('conflict' in taken) return { success: false, conflict: taken.conflict };
    try {
      return await sendIn(client, request, taken.place);
    } catch (error) {
      throw withLeftBehind(error, await takeBackPlace(client, taken.place));
    }
  } catch (error) {
    throw outboundError(error);
  }
}
