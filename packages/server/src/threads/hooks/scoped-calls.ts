// Which webhooks of a thread are called for what happened in it, and how.
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { NewWebhook } from '#webhooks/webhooks.ts';
import { currentName, type Happening, namesOf } from './event-names.ts';
import type { HookFacts } from './hook-facts.ts';
import { HOOK_LIMIT_MS } from './hook-settings.ts';
import { requestParameters } from './request-parameters.ts';
import { isTriggered } from './triggers.ts';

const isAddition = (happening: Happening) => happening === 'message.add' || happening === 'media.add';

/** What was there before the webhook was made is not told to it, unless it is replayed. */
export function isNewTo(webhook: ScopedWebhookRow, facts: HookFacts): boolean {
  const index = facts.message?.message_index;
  if (isAddition(facts.happening) && index !== undefined) return index >= webhook.first_index;
  return facts.at >= webhook.date_created;
}

/** Whether a webhook wants to hear of this. Words and flows are for new messages only. */
function isWanted(webhook: ScopedWebhookRow, facts: HookFacts, eventType: string): boolean {
  switch (webhook.target) {
    case 'webhook': {
      const filters = JSON.parse(webhook.filters) as string[];
      return filters.some((name) => currentName(webhook.face, name) === eventType);
    }
    case 'trigger':
      return (
        isAddition(facts.happening) &&
        isTriggered(JSON.parse(webhook.triggers) as string[], facts.message?.body)
      );
    case 'studio':
      return isAddition(facts.happening);
  }
}

/**
 * The call of a webhook for what happened; null when it does not want to hear of it. Flows are not run here: the
 * log shows the call as one that could not be made.
 */
export function scopedCall(webhook: ScopedWebhookRow, facts: HookFacts): NewWebhook | null {
  const eventType = namesOf(webhook.face, facts.happening).post;
  if (eventType === null || !isWanted(webhook, facts, eventType)) return null;
  return {
    accountSid: facts.accountSid,
    subjectSid: webhook.thread_sid,
    eventType,
    url: webhook.url ?? `studio:${webhook.flow_sid}`,
    method: webhook.method ?? 'POST',
    parameters: requestParameters(webhook.face, eventType, facts, {
      WebhookType: webhook.target,
      WebhookSid: webhook.sid,
    }),
    maxAttempts: 1 + webhook.retry_count,
    retryRule: 'busy',
    answerLimit: HOOK_LIMIT_MS,
  };
}
