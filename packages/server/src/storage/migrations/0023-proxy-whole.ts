// Proxy: short codes, pool limits kept by the service's own row, messages that wait for somebody's answer, and from
// which message on a chat channel is connected.
import { sql } from 'kysely';
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await countPools(db);
  await db.schema
    .alterTable('proxy_phone_numbers')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('phone'))
    .execute();
  await db.schema
    .alterTable('proxy_sessions')
    .addColumn('waiting', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('proxy_participants')
    .addColumn('first_index', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await createWaiting(db);
}

async function countPools(db: Schema): Promise<void> {
  for (const [column, isReserved] of [
    ['unreserved_numbers', 0],
    ['reserved_numbers', 1],
  ] as const) {
    await db.schema
      .alterTable('proxy_services')
      .addColumn(column, 'bigint', (builder) => builder.notNull().defaultTo(0))
      .execute();
    await sql`UPDATE proxy_services SET ${sql.ref(column)} = (
      SELECT count(*) FROM proxy_phone_numbers
      WHERE service_sid = proxy_services.sid AND is_reserved = ${isReserved}
    )`.execute(db);
  }
}

async function createWaiting(db: Schema): Promise<void> {
  // `queue` is a session's SID, or the two addresses of a text that belongs to no session.
  await createTable(db, 'proxy_waiting', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    queue: 'text',
    data: 'text',
    date_created: 'time',
  });
  await index(db, 'ix_proxy_waiting_queue', 'proxy_waiting', ['account_sid', 'queue', 'sid']);
  await index(db, 'ix_proxy_waiting_service', 'proxy_waiting', ['service_sid']);
  await createTable(db, 'proxy_strangers', ['account_sid', 'queue'], {
    account_sid: 'sid',
    queue: 'text',
    service_sid: 'sid',
    waiting: 'int',
  });
  await index(db, 'ix_proxy_strangers_service', 'proxy_strangers', ['service_sid']);
}
