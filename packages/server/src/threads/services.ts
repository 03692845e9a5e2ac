// Chat services: the settings and default roles that threads and users live under.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { removeMediaOf } from '#media/media.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { DEFAULT_ROLES } from './permissions.ts';

/** What one kind of push notification says. Stored for clients that read it; nothing is pushed. */
export interface NotificationSettings {
  readonly enabled: boolean;
  readonly template?: string | null;
  readonly sound?: string | null;
  readonly badge_count_enabled?: boolean;
}

/** Settings of a service that have no column of their own. */
export interface ServiceSettings {
  readonly readStatusEnabled: boolean;
  readonly reachabilityEnabled: boolean;
  /** Seconds. */
  readonly typingIndicatorTimeout: number;
  /** Seconds. */
  readonly consumptionReportInterval: number;
  readonly channelMembersLimit: number;
  readonly userChannelsLimit: number;
  readonly preWebhookUrl: string | null;
  readonly postWebhookUrl: string | null;
  readonly webhookMethod: 'GET' | 'POST' | null;
  readonly webhookFilters: readonly string[] | null;
  readonly preWebhookRetryCount: number;
  readonly postWebhookRetryCount: number;
  readonly mediaCompatibilityMessage: string | null;
  readonly notificationLogEnabled: boolean;
  readonly notifications: Readonly<Record<NotificationKind, NotificationSettings>>;
  /** The webhooks as Conversations configures them, in its own event names and beside those of Chat. */
  readonly conversationWebhooks: ConversationWebhooks;
  /** What Conversations says of a new message with attachments. */
  readonly mediaNotification: Pick<NotificationSettings, 'enabled' | 'template'>;
}

/** Webhooks in the words of Conversations; without filters nothing is called. */
export interface ConversationWebhooks {
  readonly preWebhookUrl: string | null;
  readonly postWebhookUrl: string | null;
  readonly method: 'GET' | 'POST' | null;
  readonly filters: readonly string[] | null;
}

export type NotificationKind =
  | 'new_message'
  | 'added_to_channel'
  | 'removed_from_channel'
  | 'invited_to_channel';

/** Settings of a new service (Programmable Chat REST reference, Service resource). */
export const DEFAULT_SETTINGS: ServiceSettings = {
  readStatusEnabled: true,
  reachabilityEnabled: false,
  typingIndicatorTimeout: 5,
  consumptionReportInterval: 10,
  channelMembersLimit: 100,
  userChannelsLimit: 250,
  preWebhookUrl: null,
  postWebhookUrl: null,
  webhookMethod: null,
  webhookFilters: null,
  preWebhookRetryCount: 0,
  postWebhookRetryCount: 0,
  mediaCompatibilityMessage: null,
  notificationLogEnabled: false,
  notifications: {
    new_message: { enabled: false },
    added_to_channel: { enabled: false },
    removed_from_channel: { enabled: false },
    invited_to_channel: { enabled: false },
  },
  conversationWebhooks: { preWebhookUrl: null, postWebhookUrl: null, method: null, filters: null },
  mediaNotification: { enabled: false },
};

/** The settings stored with a service. */
export function settingsOf(service: ChatServiceRow): ServiceSettings {
  return { ...DEFAULT_SETTINGS, ...(JSON.parse(service.settings) as Partial<ServiceSettings>) };
}

/** The service, if the account has it. */
export function findService(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<ChatServiceRow | undefined> {
  return db
    .selectFrom('chat_services')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The services of an account, as a query that can be paged. */
export function listServices(db: Reader, accountSid: string) {
  return db.selectFrom('chat_services').selectAll().where('account_sid', '=', accountSid);
}

/** The service; 404/20404 when the account has none of this SID. */
export async function requireService(db: Reader, accountSid: string, sid: string): Promise<ChatServiceRow> {
  const service = await findService(db, accountSid, sid);
  if (service === undefined) throw notFound(`/Services/${sid}`);
  return service;
}

/**
 * The service as it is now, held until the transaction ends: who changes it at the same time waits and then sees this
 * change. 404/20404 when the account has none of this SID.
 */
export async function holdService(tx: Transaction, accountSid: string, sid: string): Promise<ChatServiceRow> {
  const service = await tx.db
    .updateTable('chat_services')
    .set({ date_updated: tx.now })
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .returningAll()
    .executeTakeFirst();
  if (service === undefined) throw notFound(`/Services/${sid}`);
  return service;
}

/** Creates a service with its default roles. */
export async function createService(
  tx: Transaction,
  given: {
    /** A SID reserved before, for callers that must write it elsewhere first. */
    sid?: string;
    accountSid: string;
    friendlyName: string;
    settings?: Partial<ServiceSettings>;
  },
): Promise<ChatServiceRow> {
  const sid = given.sid ?? newSid('IS');
  const roles = Object.entries(DEFAULT_ROLES).map(([key, role]) => ({ key, role, sid: newSid('RL') }));
  const roleSid = (key: keyof typeof DEFAULT_ROLES) => roles.find((role) => role.key === key)!.sid;
  const dates = { date_created: tx.now, date_updated: tx.now };
  const service: ChatServiceRow = {
    sid,
    account_sid: given.accountSid,
    friendly_name: given.friendlyName,
    default_service_role_sid: roleSid('serviceUser'),
    default_channel_role_sid: roleSid('channelUser'),
    default_channel_creator_role_sid: roleSid('channelAdmin'),
    settings: JSON.stringify(given.settings ?? {}),
    ...dates,
  };
  await tx.db.insertInto('chat_services').values(service).execute();
  await insertRows(
    tx,
    'roles',
    roles.map(({ role, sid: roleRowSid }) => ({
      sid: roleRowSid,
      account_sid: given.accountSid,
      service_sid: sid,
      friendly_name: role.name,
      type: role.type,
      permissions: JSON.stringify(role.permissions),
      ...dates,
    })),
  );
  return service;
}

/** Fields of a service that can be changed. */
export interface ServiceChange {
  readonly friendlyName?: string | undefined;
  readonly defaultServiceRoleSid?: string | undefined;
  readonly defaultChannelRoleSid?: string | undefined;
  readonly defaultChannelCreatorRoleSid?: string | undefined;
  readonly settings: Partial<ServiceSettings>;
}

/** Refuses default roles the service does not have, or has with the other type: 404/50100. */
async function refuseUnknownRoles(db: Reader, service: ChatServiceRow, change: ServiceChange): Promise<void> {
  const wanted = [
    { sid: change.defaultServiceRoleSid, type: 'deployment' },
    { sid: change.defaultChannelRoleSid, type: 'channel' },
    { sid: change.defaultChannelCreatorRoleSid, type: 'channel' },
  ].filter(({ sid }) => sid !== undefined);
  if (wanted.length === 0) return;
  const found = await db
    .selectFrom('roles')
    .select(['sid', 'type'])
    .where('service_sid', '=', service.sid)
    .where(
      'sid',
      'in',
      wanted.map(({ sid }) => sid as string),
    )
    .execute();
  const isKnown = wanted.every(({ sid, type }) =>
    found.some((role) => role.sid === sid && role.type === type),
  );
  if (!isKnown) throw apiError(50100);
}

/**
 * Changes a service that `holdService` holds. Default roles must be roles of the service and of their type;
 * 404/50100 otherwise.
 */
export async function updateService(
  tx: Transaction,
  service: ChatServiceRow,
  change: ServiceChange,
): Promise<ChatServiceRow> {
  await refuseUnknownRoles(tx.db, service, change);
  return tx.db
    .updateTable('chat_services')
    .set({
      friendly_name: change.friendlyName ?? service.friendly_name,
      default_service_role_sid: change.defaultServiceRoleSid ?? service.default_service_role_sid,
      default_channel_role_sid: change.defaultChannelRoleSid ?? service.default_channel_role_sid,
      default_channel_creator_role_sid:
        change.defaultChannelCreatorRoleSid ?? service.default_channel_creator_role_sid,
      settings: JSON.stringify({ ...settingsOf(service), ...change.settings }),
      date_updated: tx.now,
    })
    .where('sid', '=', service.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Conversations that name no service live in the default one, so it stays as long as it is that (400/20001). */
async function refuseDefault(db: Reader, service: ChatServiceRow): Promise<void> {
  const holder = await db
    .selectFrom('conversation_configurations')
    .select('account_sid')
    .where('account_sid', '=', service.account_sid)
    .where('default_chat_service_sid', '=', service.sid)
    .executeTakeFirst();
  if (holder !== undefined) throw invalidParameter('Sid', 'it is the default service of conversations');
}

/** Removes a service with everything in it; the account's default service of conversations stays (400/20001). */
export async function removeService(tx: Transaction, service: ChatServiceRow): Promise<void> {
  await refuseDefault(tx.db, service);
  const threads = tx.db.selectFrom('threads').select('sid').where('service_sid', '=', service.sid);
  await tx.db.deleteFrom('receipts').where('thread_sid', 'in', threads).execute();
  await tx.db.deleteFrom('messages').where('thread_sid', 'in', threads).execute();
  await tx.db.deleteFrom('participants').where('thread_sid', 'in', threads).execute();
  await removeMediaOf(tx, { serviceSid: service.sid });
  await tx.db.deleteFrom('push_bindings').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('invites').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('scoped_webhooks').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('threads').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('users').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('roles').where('service_sid', '=', service.sid).execute();
  await tx.db.deleteFrom('chat_services').where('sid', '=', service.sid).execute();
}
