// Who is connected to which process, and what clients may look for among public threads.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'presence_processes', ['sid'], {
    sid: 'sid',
    seen_at: 'time',
  });
  await createTable(db, 'online_users', ['user_sid', 'process_sid'], {
    user_sid: 'sid',
    process_sid: 'sid',
    account_sid: 'sid',
  });
  await index(db, 'ix_online_users_process', 'online_users', ['process_sid', 'user_sid']);
  await index(db, 'ix_threads_public', 'threads', ['service_sid', 'sid'], "type = 'public'");
}
