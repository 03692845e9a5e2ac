// Where the messages of a Flex channel go beside an agent: to the program or the Studio flow behind the Flex Flow.
import type { Transaction } from '#storage/database.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { createScopedWebhook, listScopedWebhooks, removeScopedWebhook } from '#threads/threads.ts';
import { integrationOf } from '../flows/integration.ts';

/** Every message, with and without an attachment, is told. */
const MESSAGES = ['onMessageSent', 'onMediaMessageSent'];

/**
 * Gives a new channel the webhook its flow asks for, before anything is said in it: of an external flow one that
 * hears every message, of a Studio flow one of type `studio`. A task flow, and a Studio flow nobody has named, lead
 * nowhere ("Flex Flow resource", Integration).
 */
export async function leadIntoFlow(tx: Transaction, thread: ThreadRow, flow: FlexFlowRow): Promise<void> {
  const integration = integrationOf(flow);
  const retryCount = integration.retry_count ?? 3;
  if (flow.integration_type === 'external') {
    await createScopedWebhook(tx, thread, {
      face: 'chat',
      target: 'webhook',
      url: integration.url,
      filters: MESSAGES,
      retryCount,
    });
  }
  if (flow.integration_type === 'studio' && integration.flow_sid) {
    await createScopedWebhook(tx, thread, {
      face: 'chat',
      target: 'studio',
      flowSid: integration.flow_sid,
      flowUrl: integration.url,
      retryCount,
    });
  }
}

/** Takes Studio out of a conversation: from now on messages go to the agent alone. */
export async function leaveStudio(tx: Transaction, thread: ThreadRow): Promise<void> {
  const webhooks = await listScopedWebhooks(tx.db, thread).where('target', '=', 'studio').execute();
  for (const webhook of webhooks) await removeScopedWebhook(tx, webhook);
}
