// What events of threads are about, so that who was away can be told what he missed of one thread, or of one user,
// without reading the whole log.
import { index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await db.schema.alterTable('events').addColumn('topic', 'text').execute();
  await db.schema.alterTable('events').addColumn('identity', 'text').execute();
  // The order of the log, which on SQLite is that of the numbers alone.
  const isPostgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter';
  const order = isPostgres ? ['transaction_id', 'id'] : ['id'];
  await index(db, 'ix_events_topic', 'events', ['topic', ...order], 'topic IS NOT NULL');
  await index(db, 'ix_events_identity', 'events', ['identity', ...order], 'identity IS NOT NULL');
  await index(db, 'ix_participants_threads', 'participants', ['service_sid', 'identity', 'thread_sid']);
  await index(db, 'ix_invites_threads', 'invites', ['service_sid', 'identity', 'thread_sid']);
}
