// What an address configuration must say for conversations to come into being by themselves.
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import { findService, SCOPED_EVENTS } from '#threads/threads.ts';

/** The settings of auto-creation, in the columns they are kept in. */
export type AutoCreation = Pick<
  AddressConfigurationRow,
  | 'is_auto_creating'
  | 'auto_creation_type'
  | 'auto_creation_service_sid'
  | 'webhook_url'
  | 'webhook_method'
  | 'webhook_filters'
  | 'studio_flow_sid'
  | 'studio_retry_count'
>;

/** What holds when nothing is said. */
export const NO_AUTO_CREATION: AutoCreation = {
  is_auto_creating: 0,
  auto_creation_type: null,
  auto_creation_service_sid: null,
  webhook_url: null,
  webhook_method: null,
  webhook_filters: null,
  studio_flow_sid: null,
  studio_retry_count: null,
};

/** A webhook that names no events is told of what people write. */
export const DEFAULT_FILTERS: readonly string[] = ['onMessageAdded'];

/** Whether nothing is said of the conversations to create. */
function isBare(settings: AutoCreation): boolean {
  const { is_auto_creating: _, ...data } = NO_AUTO_CREATION;
  return Object.keys(data).every((name) => settings[name as keyof AutoCreation] === null);
}

/**
 * Refuses settings that could not be carried out when somebody writes: nothing said beside "enabled" (45760), no type
 * (45762), a flow (45763) or a URL (45764) missing for the type, events no conversation has (50365), a service of
 * somebody else (20001).
 */
export async function refuseUnusableAutoCreation(
  db: Reader,
  accountSid: string,
  settings: AutoCreation,
): Promise<void> {
  const { auto_creation_type: type, auto_creation_service_sid: serviceSid } = settings;
  if (settings.is_auto_creating === 1 && type === null) {
    throw apiError(isBare(settings) ? 45760 : 45762, undefined, { parameter: 'AutoCreation.Type' });
  }
  if (type === 'studio' && settings.studio_flow_sid === null) {
    throw apiError(45763, undefined, { parameter: 'AutoCreation.StudioFlowSid' });
  }
  if (type === 'webhook' && settings.webhook_url === null) {
    throw apiError(45764, undefined, { parameter: 'AutoCreation.WebhookUrl' });
  }
  const filters = JSON.parse(settings.webhook_filters ?? '[]') as string[];
  if (!filters.every((name) => SCOPED_EVENTS.conversations.has(name))) {
    throw apiError(50365, undefined, { parameter: 'AutoCreation.WebhookFilters' });
  }
  if (serviceSid !== null && (await findService(db, accountSid, serviceSid)) === undefined) {
    throw invalidParameter('AutoCreation.ConversationServiceSid', 'the account has no such service');
  }
}
