// Creating and changing Proxy services.
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { GeoMatchLevel, NumberSelectionBehavior, ProxyServiceRow } from '#storage/schema/proxy.ts';
import { findService as findChatService } from '#threads/threads.ts';

/** The settings of a service; what is left out keeps its value, or takes the default in a new service. */
export interface ServiceSettings {
  /** Seconds; 0 is unlimited. */
  readonly defaultTtl?: number | undefined;
  readonly callbackUrl?: string | null | undefined;
  readonly geoMatchLevel?: GeoMatchLevel | undefined;
  readonly numberSelectionBehavior?: NumberSelectionBehavior | undefined;
  readonly interceptCallbackUrl?: string | null | undefined;
  readonly outOfSessionCallbackUrl?: string | null | undefined;
  readonly chatInstanceSid?: string | null | undefined;
}

/** A service about to be made. */
export interface NewProxyService extends ServiceSettings {
  readonly accountSid: string;
  readonly uniqueName: string;
}

/** The service, or 404/20404. */
export async function requireService(
  db: Reader,
  accountSid: string,
  serviceSid: string,
): Promise<ProxyServiceRow> {
  const service = await findService(db, accountSid, serviceSid);
  if (service === undefined) throw notFound(`/Services/${serviceSid}`);
  return service;
}

/** A service of the account. */
export function findService(
  db: Reader,
  accountSid: string,
  serviceSid: string,
): Promise<ProxyServiceRow | undefined> {
  return db
    .selectFrom('proxy_services')
    .selectAll()
    .where('sid', '=', serviceSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The chat service Proxy forwards to must be the account's: 80306. */
async function refuseUnknownChatService(
  db: Reader,
  accountSid: string,
  chatInstanceSid: string | null | undefined,
): Promise<void> {
  if (!chatInstanceSid) return;
  const chatService = await findChatService(db, accountSid, chatInstanceSid);
  if (chatService === undefined) throw apiError(80306, undefined, { parameter: 'ChatInstanceSid' });
}

/**
 * Creates a service. 80602 when its unique name is taken, 80306 when the account lacks the chat service (Twilio:
 * "Service resource").
 */
export async function createProxyService(tx: Transaction, given: NewProxyService): Promise<ProxyServiceRow> {
  await refuseUnknownChatService(tx.db, given.accountSid, given.chatInstanceSid);
  const service = await tx.db
    .insertInto('proxy_services')
    .values({
      sid: newSid('KS'),
      account_sid: given.accountSid,
      unique_name: given.uniqueName,
      default_ttl: given.defaultTtl ?? 0,
      callback_url: given.callbackUrl ?? null,
      geo_match_level: given.geoMatchLevel ?? 'country',
      number_selection_behavior: given.numberSelectionBehavior ?? 'prefer-sticky',
      intercept_callback_url: given.interceptCallbackUrl ?? null,
      out_of_session_callback_url: given.outOfSessionCallbackUrl ?? null,
      chat_instance_sid: given.chatInstanceSid ?? null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (service === undefined) throw apiError(80602);
  return service;
}

/** What a caller may change of a service. */
export interface ServiceChange extends ServiceSettings {
  readonly uniqueName?: string | undefined;
}

function changedColumns(change: ServiceChange): Partial<ProxyServiceRow> {
  const columns = {
    unique_name: change.uniqueName,
    default_ttl: change.defaultTtl,
    callback_url: change.callbackUrl,
    geo_match_level: change.geoMatchLevel,
    number_selection_behavior: change.numberSelectionBehavior,
    intercept_callback_url: change.interceptCallbackUrl,
    out_of_session_callback_url: change.outOfSessionCallbackUrl,
    chat_instance_sid: change.chatInstanceSid,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** The polite half of the rule that names are unique; the index `uq_proxy_services_name` is the other. */
async function refuseTakenName(tx: Transaction, service: ProxyServiceRow, name: string | undefined) {
  if (name === undefined || name === service.unique_name) return;
  const holder = await tx.db
    .selectFrom('proxy_services')
    .select('sid')
    .where('account_sid', '=', service.account_sid)
    .where('unique_name', '=', name)
    .executeTakeFirst();
  if (holder !== undefined) throw apiError(80602);
}

/** Changes a service. Sessions that exist keep the time to live they were made with. */
export async function updateService(
  tx: Transaction,
  service: ProxyServiceRow,
  change: ServiceChange,
): Promise<ProxyServiceRow> {
  await refuseUnknownChatService(tx.db, service.account_sid, change.chatInstanceSid);
  await refuseTakenName(tx, service, change.uniqueName);
  const updated = await tx.db
    .updateTable('proxy_services')
    .set({ ...changedColumns(change), date_updated: tx.now })
    .where('sid', '=', service.sid)
    .returningAll()
    .executeTakeFirst();
  if (updated === undefined) throw notFound(`/Services/${service.sid}`);
  return updated;
}
