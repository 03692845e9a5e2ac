// The webhook of one conversation that tells of the customer's answer.
import type { Twilio } from 'twilio';
import type { WebhookInstance } from 'twilio/lib/rest/conversations/v1/conversation/webhook.js';
import { isNotFound } from '../outbound-error.ts';

/** Who is told of an answer. */
export type ReplyHandler = { readonly url: string } | { readonly studioFlowSid: string };

const EVENT = 'onMessageAdded';

function isFor(hook: WebhookInstance, handler: ReplyHandler): boolean {
  const { url, flow_sid: flowSid } = hook.configuration as { url?: string; flow_sid?: string };
  return 'url' in handler ? url === handler.url : flowSid === handler.studioFlowSid;
}

async function findHooks(client: Twilio, conversationSid: string, handler: ReplyHandler) {
  const hooks = await client.conversations.v1.conversations(conversationSid).webhooks.list();
  return hooks.filter((hook) => isFor(hook, handler));
}

/** Adds the webhook unless the conversation has it. */
export async function addReplyHook(
  client: Twilio,
  conversationSid: string,
  handler: ReplyHandler,
): Promise<{ readonly isNew: boolean }> {
  if ((await findHooks(client, conversationSid, handler)).length > 0) return { isNew: false };
  const { webhooks } = client.conversations.v1.conversations(conversationSid);
  await ('url' in handler
    ? webhooks.create({
        target: 'webhook',
        'configuration.url': handler.url,
        'configuration.method': 'post',
        'configuration.filters': [EVENT],
      })
    : webhooks.create({ target: 'studio', 'configuration.flowSid': handler.studioFlowSid }));
  return { isNew: true };
}

/**
 * Removes the webhook and returns whether it was there: of two answers that come at once, one finds it.
 */
export async function removeReplyHooks(
  client: Twilio,
  conversationSid: string,
  handler: ReplyHandler,
): Promise<boolean> {
  const { webhooks } = client.conversations.v1.conversations(conversationSid);
  let wasThere = false;
  for (const { sid } of await findHooks(client, conversationSid, handler)) {
    try {
      await webhooks(sid).remove();
      wasThere = true;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return wasThere;
}
