// Sync: services, the objects clients make with their items and events, and who may use them. Events of the log
// learn their place in their transaction, by which clients of derived objects count.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await db.schema
    .alterTable('events')
    .addColumn('ordinal', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();

  await createTable(db, 'sync_services', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text?',
    webhook_url: 'text?',
    webhooks_from_rest_enabled: 'int',
    reachability_webhooks_enabled: 'int',
    acl_enabled: 'int',
    reachability_debouncing_enabled: 'int',
    reachability_debouncing_window: 'int',
    is_default: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_sync_services_account', 'sync_services', ['account_sid', 'sid']);
  await uniqueIndex(db, 'uq_sync_services_default', 'sync_services', ['account_sid'], 'is_default = 1');

  await createTable(db, 'sync_objects', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    kind: 'text',
    unique_name: 'text?',
    last_event_id: 'int',
    data: 'text?',
    purpose: 'text?',
    context: 'text?',
    next_index: 'int',
    created_by: 'text',
    date_expires: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_sync_objects_service', 'sync_objects', ['account_sid', 'service_sid', 'kind', 'sid']);
  await uniqueIndex(
    db,
    'uq_sync_objects_name',
    'sync_objects',
    ['account_sid', 'service_sid', 'kind', 'unique_name'],
    'unique_name IS NOT NULL',
  );

  await createItems(db);
  await createTable(db, 'sync_events', ['object_sid', 'event_id'], {
    object_sid: 'sid',
    event_id: 'int',
    account_sid: 'sid',
    data: 'text',
    date_created: 'time',
  });
  await index(db, 'ix_sync_events_age', 'sync_events', ['date_created']);

  await createTable(db, 'sync_permissions', ['object_sid', 'identity'], {
    object_sid: 'sid',
    identity: 'text',
    account_sid: 'sid',
    can_read: 'int',
    can_write: 'int',
    can_manage: 'int',
  });
}

/** Clients sort keys by their characters' numbers, whatever language the database was set up in. */
async function createItems(db: Schema): Promise<void> {
  const isPostgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter';
  const collation = sql.raw(isPostgres ? 'COLLATE "C"' : '');
  await sql`
    CREATE TABLE sync_items (
      object_sid varchar(34) NOT NULL,
      item_index bigint NOT NULL,
      item_key text ${collation} NOT NULL,
      account_sid varchar(34) NOT NULL,
      data text NOT NULL,
      last_event_id bigint NOT NULL,
      created_by text NOT NULL,
      date_expires bigint,
      date_created bigint NOT NULL,
      date_updated bigint NOT NULL,
      CONSTRAINT pk_sync_items PRIMARY KEY (object_sid, item_index, item_key)
    )`.execute(db);
}
