// The customer has answered a message that was sent earlier: the task is made, for the agent who sent it.
import type { Twilio } from 'twilio';
import { isNotFound, outboundError } from '../outbound-error.ts';
import { takenConversation } from './open-conversation.ts';
import { addReplyHook, removeReplyHooks } from './reply-hook.ts';
import { mediumOf, type Routing } from './request.ts';

/** How answers are routed. A worker named here is not needed: the conversation says whom it knows. */
export interface ReplyRouting extends Routing {
  /** The URL `sendAndWait` was given: the webhook that has done its work is removed. */
  readonly url: string;
}

/** What became of an answer. */
export type ReplyAnswer =
  | { readonly routed: true; readonly interactionSid: string; readonly taskSid: string }
  | { readonly routed: false; readonly reason: 'not-a-customer' | 'routed-already' };

/** The address of the customer who wrote, or null when somebody else did. */
async function customerOf(client: Twilio, conversationSid: string, participantSid: string | undefined) {
  if (!participantSid) return null;
  try {
    const { messagingBinding } = await client.conversations.v1
      .conversations(conversationSid)
      .participants(participantSid)
      .fetch();
    return (messagingBinding as { address?: string } | null)?.address ?? null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function createInteraction(
  client: Twilio,
  conversationSid: string,
  address: string,
  routing: ReplyRouting,
) {
  const { attributes, friendlyName } = await client.conversations.v1.conversations(conversationSid).fetch();
  const { KnownAgentRoutingFlag, KnownAgentWorkerSid } = JSON.parse(attributes) as Record<string, unknown>;
  const known = KnownAgentRoutingFlag === true ? String(KnownAgentWorkerSid) : null;
  const medium = mediumOf(address);
  return client.flexApi.v1.interaction.create({
    channel: {
      type: medium,
      initiated_by: 'customer',
      properties: { media_channel_sid: conversationSid },
    },
    routing: {
      properties: {
        workspace_sid: routing.workspaceSid,
        workflow_sid: routing.workflowSid,
        ...(routing.queueSid ? { queue_sid: routing.queueSid } : {}),
        ...(known === null ? {} : { worker_sid: known }),
        task_channel_unique_name: routing.taskChannel ?? 'chat',
        attributes: {
          from: address,
          direction: 'inbound',
          customerName: friendlyName ?? address,
          customerAddress: address,
          channelType: medium,
          ...(known === null ? {} : { known_worker_sid: known }),
        },
      },
    },
  });
}

/**
 * Takes the parameters of the webhook `onMessageAdded` of a conversation (after their signature was checked) and
 * makes the task. The webhook is removed first, so that two answers at once make one task; it is put back when the
 * task cannot be made, so that the next answer tries again.
 */
export async function routeReply(
  client: Twilio,
  parameters: Readonly<Record<string, string | undefined>>,
  routing: ReplyRouting,
): Promise<ReplyAnswer> {
  const { ConversationSid: conversationSid = '', ParticipantSid: participantSid } = parameters;
  try {
    const address = await customerOf(client, conversationSid, participantSid);
    if (address === null) return { routed: false, reason: 'not-a-customer' };
    if (!(await removeReplyHooks(client, conversationSid, routing))) {
      return { routed: false, reason: 'routed-already' };
    }
    try {
      const interaction = await createInteraction(client, conversationSid, address, routing);
      const task = (interaction.routing as { properties: { sid: string } }).properties;
      return { routed: true, interactionSid: interaction.sid, taskSid: task.sid };
    } catch (error) {
      if (takenConversation(error) !== null) return { routed: false, reason: 'routed-already' };
      await addReplyHook(client, conversationSid, routing);
      throw error;
    }
  } catch (error) {
    throw outboundError(error);
  }
}
