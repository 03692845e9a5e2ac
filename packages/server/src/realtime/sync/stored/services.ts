// Sync services: the one every account has, and those that were made.
import { sql } from 'kysely';
import { newSid } from '#kernel/sid.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { SyncServiceRow } from '#storage/schema/sync.ts';

/** The name of the service every account has. */
const DEFAULT = 'default';

/** A service by SID, or the account's own by `default`; undefined when there is none. */
export async function findService(
  db: Reader,
  accountSid: string,
  name: string,
): Promise<SyncServiceRow | undefined> {
  const services = db.selectFrom('sync_services').selectAll().where('account_sid', '=', accountSid);
  const wanted = name === DEFAULT ? services.where('is_default', '=', 1) : services.where('sid', '=', name);
  return wanted.executeTakeFirst();
}

/** The settings of a service nobody has set. */
export function newService(
  accountSid: string,
  now: number,
  settings: Partial<SyncServiceRow>,
): SyncServiceRow {
  return {
    sid: newSid('IS'),
    account_sid: accountSid,
    friendly_name: null,
    webhook_url: null,
    webhooks_from_rest_enabled: 0,
    reachability_webhooks_enabled: 0,
    acl_enabled: 0,
    reachability_debouncing_enabled: 0,
    reachability_debouncing_window: 5_000,
    is_default: 0,
    date_created: now,
    date_updated: now,
    ...settings,
  };
}

/** The account's own service; it is made when it is first asked for. */
export async function defaultSyncService(tx: Transaction, accountSid: string): Promise<SyncServiceRow> {
  await tx.db
    .insertInto('sync_services')
    .values(newService(accountSid, tx.now, { friendly_name: 'Default Service', is_default: 1 }))
    .onConflict((conflict) =>
      conflict.columns(['account_sid']).where(sql<boolean>`is_default = 1`).doNothing(),
    )
    .execute();
  return tx.db
    .selectFrom('sync_services')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('is_default', '=', 1)
    .executeTakeFirstOrThrow();
}

/** A service by SID or `default`, outside a transaction; the account's own is made when it is first asked for. */
export async function serviceNamed(
  database: Database,
  accountSid: string,
  name: string,
): Promise<SyncServiceRow | undefined> {
  const known = await findService(database.read, accountSid, name);
  if (known !== undefined || name !== DEFAULT) return known;
  return database.transaction((tx) => defaultSyncService(tx, accountSid));
}
