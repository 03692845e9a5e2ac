// The webhooks of one service.
import { z } from 'zod';
import { type Presentation, write } from '#http/operations.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { type ConversationWebhooks, holdService, settingsOf, updateService } from '#threads/threads.ts';
import { eventNames, webhookMethod, webhookUrl } from '../webhook-parameters.ts';

export function presentServiceWebhooks(row: ChatServiceRow, { base }: Presentation) {
  const webhooks = settingsOf(row).conversationWebhooks;
  return {
    account_sid: row.account_sid,
    chat_service_sid: row.sid,
    pre_webhook_url: webhooks.preWebhookUrl,
    post_webhook_url: webhooks.postWebhookUrl,
    filters: webhooks.filters,
    method: webhooks.method,
    url: `${base}/v1/Services/${row.sid}/Configuration/Webhooks`,
  };
}

const input = z.object({
  PreWebhookUrl: webhookUrl(50077),
  PostWebhookUrl: webhookUrl(50078),
  Filters: eventNames(),
  Method: webhookMethod(),
});

/** What was said takes the place of what was; an empty parameter clears. */
function changed(before: ConversationWebhooks, given: z.output<typeof input>): ConversationWebhooks {
  const after = <T>(said: T | undefined, kept: T): T => (said === undefined ? kept : said);
  return {
    preWebhookUrl: after(given.PreWebhookUrl, before.preWebhookUrl),
    postWebhookUrl: after(given.PostWebhookUrl, before.postWebhookUrl),
    filters: after(given.Filters, before.filters),
    method: after(given.Method, before.method),
  };
}

/** Changes the webhooks that Conversations calls for a service; those of Programmable Chat stay as they are. */
export const updateServiceWebhooks = write(input, async (tx, call) => {
  const service = await holdService(tx, call.accountSid, call.params['ChatServiceSid']!);
  const conversationWebhooks = changed(settingsOf(service).conversationWebhooks, call.input);
  return updateService(tx, service, { settings: { conversationWebhooks } });
});
