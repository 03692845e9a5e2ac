// The reconciler: what it repaired, which tasks are about which conversation, and the indexes its rules read by.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'reconciler_repairs', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    rule: 'text',
    subject_sid: 'sid',
    related: 'text',
    broken_since: 'time',
    fault: 'text',
    remedy: 'text',
    date_created: 'time',
  });
  await index(db, 'ix_reconciler_repairs_account', 'reconciler_repairs', ['account_sid', 'sid']);
  await index(db, 'ix_reconciler_repairs_rule', 'reconciler_repairs', ['account_sid', 'rule', 'sid']);
  await index(db, 'ix_reconciler_repairs_subject', 'reconciler_repairs', [
    'account_sid',
    'subject_sid',
    'sid',
  ]);

  await createTable(db, 'reconciler_conversation_tasks', ['task_sid'], {
    task_sid: 'sid',
    account_sid: 'sid',
    thread_sid: 'sid',
    date_created: 'time',
  });
  await index(db, 'ix_reconciler_conversation_tasks', 'reconciler_conversation_tasks', ['thread_sid']);

  // Histories grow without end; what is active among them does not.
  await index(db, 'ix_flex_channels_active', 'flex_channels', ['account_sid', 'sid'], "status = 'ACTIVE'");
  await index(
    db,
    'ix_threads_bound',
    'threads',
    ['account_sid', 'sid'],
    "state = 'active' AND bound_count > 0",
  );
}
