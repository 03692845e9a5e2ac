// The service an account's conversations live in when no other is named.

import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ConversationConfigurationRow } from '#storage/schema/threads.ts';
import { createService, requireService } from './services.ts';

/** What a service takes where Conversations is spoken ("Conversations Limits": participants, conversations). */
const CONVERSATION_LIMITS = { channelMembersLimit: 1_000, userChannelsLimit: 1_000 };

/** The account's configuration of conversations, or undefined until something has asked for its default service. */
export function findConfiguration(
  db: Reader,
  accountSid: string,
): Promise<ConversationConfigurationRow | undefined> {
  return db
    .selectFrom('conversation_configurations')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** Makes the default service together with the configuration that names it; undefined when there is one already. */
async function makeDefaultService(
  tx: Transaction,
  accountSid: string,
  friendlyName: string,
): Promise<ConversationConfigurationRow | undefined> {
  const serviceSid = newSid('IS');
  const made = await tx.db
    .insertInto('conversation_configurations')
    .values({
      account_sid: accountSid,
      default_chat_service_sid: serviceSid,
      default_messaging_service_sid: null,
      default_inactive_timer: null,
      default_closed_timer: null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.column('account_sid').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (made === undefined) return undefined;
  await createService(tx, { sid: serviceSid, accountSid, friendlyName, settings: CONVERSATION_LIMITS });
  return made;
}

/**
 * The account's configuration of conversations. It comes into being with its default service when it is first
 * asked for; the primary key decides between those who ask together.
 */
export async function ensureConfiguration(
  tx: Transaction,
  accountSid: string,
): Promise<ConversationConfigurationRow> {
  const found = await findConfiguration(tx.db, accountSid);
  if (found !== undefined) return found;
  const made = await makeDefaultService(tx, accountSid, 'Default Conversations Service');
  return made ?? (await findConfiguration(tx.db, accountSid))!;
}

/** The default service of an account that has none yet, under a name; the one there is where there is one. */
export async function namedDefaultService(
  tx: Transaction,
  accountSid: string,
  friendlyName: string,
): Promise<ChatServiceRow> {
  await makeDefaultService(tx, accountSid, friendlyName);
  return defaultService(tx, accountSid);
}

/** The account's default service, made with its configuration when there is none yet. */
export async function defaultService(tx: Transaction, accountSid: string): Promise<ChatServiceRow> {
  const configuration = await ensureConfiguration(tx, accountSid);
  return requireService(tx.db, accountSid, configuration.default_chat_service_sid);
}

/** What a new conversation of the account gets where nothing else is said. */
export interface ConversationDefaults {
  /** ISO 8601 durations. */
  readonly timers: { readonly inactive: string | null; readonly closed: string | null };
  readonly messagingServiceSid: string | null;
}

/** The account's defaults for new conversations. */
export async function conversationDefaults(db: Reader, accountSid: string): Promise<ConversationDefaults> {
  const configuration = await findConfiguration(db, accountSid);
  return {
    timers: {
      inactive: configuration?.default_inactive_timer ?? null,
      closed: configuration?.default_closed_timer ?? null,
    },
    messagingServiceSid: configuration?.default_messaging_service_sid ?? null,
  };
}
