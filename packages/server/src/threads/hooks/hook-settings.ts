// The webhooks of services and accounts, as either generation configured them.
import type { Reader } from '#storage/database.ts';
import type { ConversationWebhookRow } from '#storage/schema/conversation-configuration.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { settingsOf } from '../services.ts';
import type { Face } from './event-names.ts';

/** How long a receiver has, in milliseconds ("Conversations Webhooks": five seconds at most). */
export const HOOK_LIMIT_MS = 5_000;

/** One configuration: whom to ask before and whom to tell after, of which events. */
export interface HookSettings {
  readonly face: Face;
  readonly preUrl: string | null;
  readonly postUrl: string | null;
  readonly method: 'GET' | 'POST';
  /** Nothing is asked or told that is not named here: an empty list is silence. */
  readonly filters: ReadonlySet<string>;
  /** How often a busy or silent receiver is tried again. */
  readonly preRetries: number;
  readonly postRetries: number;
}

/** The webhooks of a service: those of Programmable Chat, and those of Conversations beside them. */
export function hooksOfService(service: ChatServiceRow): HookSettings[] {
  const settings = settingsOf(service);
  const conversations = settings.conversationWebhooks;
  return [
    {
      face: 'chat',
      preUrl: settings.preWebhookUrl,
      postUrl: settings.postWebhookUrl,
      method: settings.webhookMethod ?? 'POST',
      filters: new Set(settings.webhookFilters ?? []),
      preRetries: settings.preWebhookRetryCount,
      postRetries: settings.postWebhookRetryCount,
    },
    {
      face: 'conversations',
      preUrl: conversations.preWebhookUrl,
      postUrl: conversations.postWebhookUrl,
      method: conversations.method ?? 'POST',
      filters: new Set(conversations.filters ?? []),
      preRetries: 0,
      postRetries: 0,
    },
  ];
}

/** The webhooks an account has for all its services. Those that are meant for Flex call nobody here. */
function hooksOfAccount(row: ConversationWebhookRow): HookSettings[] {
  if (row.target === 'flex') return [];
  return [
    {
      face: 'conversations',
      preUrl: row.pre_webhook_url,
      postUrl: row.post_webhook_url,
      method: row.method,
      filters: new Set(JSON.parse(row.filters) as string[]),
      preRetries: 0,
      postRetries: 0,
    },
  ];
}

/** The webhooks that hold for a service: those of its account first, then its own. */
export function hooksFor(
  service: ChatServiceRow,
  accountWebhook: ConversationWebhookRow | undefined,
): readonly HookSettings[] {
  const ofAccount = accountWebhook === undefined ? [] : hooksOfAccount(accountWebhook);
  return [...ofAccount, ...hooksOfService(service)];
}

/** The webhooks that hold for each of these services, by its SID. */
export async function hooksOf(
  db: Reader,
  serviceSids: readonly string[],
): Promise<ReadonlyMap<string, readonly HookSettings[]>> {
  if (serviceSids.length === 0) return new Map();
  const services = await db.selectFrom('chat_services').selectAll().where('sid', 'in', serviceSids).execute();
  const accounts = [...new Set(services.map((service) => service.account_sid))];
  if (accounts.length === 0) return new Map();
  const rows = await db
    .selectFrom('conversation_webhooks')
    .selectAll()
    .where('account_sid', 'in', accounts)
    .execute();
  const ofAccounts = new Map(rows.map((row) => [row.account_sid, row]));
  return new Map(
    services.map((service) => [service.sid, hooksFor(service, ofAccounts.get(service.account_sid))]),
  );
}
