// Outbound in the current generation, now: conversation, task for the agent, and the first message.
import type { Twilio } from 'twilio';
import { outboundError, withLeftBehind } from '../outbound-error.ts';
import { type OpenConversation, readOpenConversation, takenConversation } from './open-conversation.ts';
import {
  type ConversationRequest,
  mediumOf,
  messageParameters,
  type Routing,
  requireProperties,
} from './request.ts';
import { type Place, takeBackPlace, takePlace } from './take-place.ts';

/** A conversation that is to be worked on at once. */
export interface OpenNowRequest extends ConversationRequest {
  readonly routing: Routing;
}

/** What was opened, or the conversation that is in the way. */
export type OpenNowAnswer =
  | {
      readonly success: true;
      readonly conversationSid: string;
      readonly interactionSid: string;
      readonly interactionChannelSid: string;
      readonly taskSid: string;
      readonly messageSid: string;
      /** Whether a conversation was gone on with in which an answer was waited for. */
      readonly isReused: boolean;
    }
  | { readonly success: false; readonly conflict: OpenConversation };

interface Work {
  readonly interactionSid: string;
  readonly interactionChannelSid: string;
  readonly taskSid: string;
}

async function createInteraction(client: Twilio, request: OpenNowRequest, place: Place): Promise<Work> {
  const { to, from, customerName, routing } = request;
  const medium = mediumOf(to);
  const { sid, routing: routed } = await client.flexApi.v1.interaction.create({
    channel: {
      type: medium,
      initiated_by: 'agent',
      properties: { media_channel_sid: place.conversationSid },
    },
    routing: {
      properties: {
        workspace_sid: routing.workspaceSid,
        workflow_sid: routing.workflowSid,
        ...(routing.queueSid ? { queue_sid: routing.queueSid } : {}),
        ...(routing.workerSid ? { worker_sid: routing.workerSid } : {}),
        task_channel_unique_name: routing.taskChannel ?? 'chat',
        attributes: {
          from: to,
          direction: 'outbound',
          customerName: customerName ?? to,
          customerAddress: to,
          twilioNumber: from,
          channelType: medium,
        },
      },
    },
  });
  const task = (routed as { properties: { sid: string; attributes: string } }).properties;
  const { flexInteractionChannelSid } = JSON.parse(task.attributes) as { flexInteractionChannelSid: string };
  return { interactionSid: sid, interactionChannelSid: flexInteractionChannelSid, taskSid: task.sid };
}

/** Ends what an agent would otherwise find: a task without a message. */
async function endWork(client: Twilio, { interactionSid, interactionChannelSid }: Work): Promise<void> {
  await client.flexApi.v1
    .interaction(interactionSid)
    .channels(interactionChannelSid)
    .update({ status: 'closed', routing: { status: 'closed' } });
}

async function openIn(client: Twilio, request: OpenNowRequest, place: Place): Promise<OpenNowAnswer> {
  const { conversationSid } = place;
  let work: Work | null = null;
  try {
    work = await createInteraction(client, request, place);
    const message = await client.conversations.v1
      .conversations(conversationSid)
      .messages.create(messageParameters(request));
    return { success: true, conversationSid, ...work, messageSid: message.sid, isReused: !place.isNew };
  } catch (error) {
    let left = null;
    if (work !== null) {
      try {
        await endWork(client, work);
      } catch {
        left = { taskSid: work.taskSid };
      }
    }
    const taken = place.isNew ? null : takenConversation(error);
    const conflict =
      taken === null ? null : await readOpenConversation(client, request.routing.workspaceSid, taken);
    if (conflict !== null) return { success: false, conflict };
    const alsoLeft = await takeBackPlace(client, place);
    throw withLeftBehind(error, left || alsoLeft ? { ...left, ...alsoLeft } : null);
  }
}

/**
 * Opens a conversation with a customer for an agent to work on now, and sends the first message as the agent. When
 * somebody works on a conversation with the customer, its facts are the answer and nothing is made. Throws an
 * `OutboundError` when a request is refused; what was made until then is taken back.
 */
export async function openNow(client: Twilio, request: OpenNowRequest): Promise<OpenNowAnswer> {
  try {
    requireProperties(request, ['to', 'from', 'author', 'message', 'routing']);
    requireProperties(request.routing, ['workspaceSid', 'workflowSid']);
    const taken = await takePlace(client, request, request.routing.workspaceSid);
    if ('conflict' in taken) return { success: false, conflict: taken.conflict };
    return await openIn(client, request, taken.place);
  } catch (error) {
    throw outboundError(error);
  }
}
