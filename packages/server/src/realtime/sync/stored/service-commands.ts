// Making, setting and removing Sync services.
import { appendEvent } from '#events/event-log.ts';
import { notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { SyncServiceRow } from '#storage/schema/sync.ts';
import { newService } from './services.ts';

/** Settings of a service by their columns. */
type Settings = Partial<SyncServiceRow>;

/** Makes a service. */
export async function createService(
  tx: Transaction,
  accountSid: string,
  settings: Settings,
): Promise<SyncServiceRow> {
  const row = newService(accountSid, tx.now, settings);
  await tx.db.insertInto('sync_services').values(row).execute();
  return row;
}

/** Sets a service; when permissions begin to count, clients without any stop hearing of its objects. */
export async function updateService(
  tx: Transaction,
  service: SyncServiceRow,
  settings: Settings,
): Promise<SyncServiceRow> {
  const row = await tx.db
    .updateTable('sync_services')
    .set({ ...settings, date_updated: tx.now })
    .where('sid', '=', service.sid)
    .where('account_sid', '=', service.account_sid)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw notFound(`/Services/${service.sid}`);
  if (row.acl_enabled !== service.acl_enabled) {
    appendEvent(tx, {
      type: 'sync-access.changed',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: { serviceSid: row.sid },
    });
  }
  return row;
}

/** Removes a service and everything in it. The account's own comes back, empty, when it is next asked for. */
export async function removeService(
  tx: Transaction,
  { sid, account_sid: accountSid }: SyncServiceRow,
): Promise<void> {
  const removed = await tx.db
    .deleteFrom('sync_services')
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) throw notFound(`/Services/${sid}`);
  const ofService = tx.db
    .selectFrom('sync_objects')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', sid);
  for (const table of ['sync_items', 'sync_events', 'sync_permissions'] as const) {
    await tx.db.deleteFrom(table).where('object_sid', 'in', ofService).execute();
  }
  const objects = await tx.db
    .deleteFrom('sync_objects')
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', sid)
    .returning(['sid', 'kind', 'last_event_id'])
    .execute();
  for (const { sid: subjectSid, kind, last_event_id: last } of objects) {
    appendEvent(tx, {
      type: 'sync-object.removed',
      accountSid,
      subjectSid,
      data: { serviceSid: sid, kind, eventId: last + 1 },
    });
  }
}
