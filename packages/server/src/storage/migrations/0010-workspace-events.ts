// The events of workspaces, with an index for each way they are listed, newest first.
import { sql } from 'kysely';
import { createTable, index, type Schema } from '../columns.ts';

/** What events are listed by; an event is in the indexes of what it pertains to only. */
const SUBJECTS = [
  'task_sid',
  'reservation_sid',
  'worker_sid',
  'task_queue_sid',
  'workflow_sid',
  'task_channel_sid',
];

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'workspace_events', ['id'], {
    id: 'int',
    account_sid: 'sid',
    workspace_sid: 'sid',
    event_type: 'text',
    resource_sid: 'sid',
    task_sid: 'sid?',
    reservation_sid: 'sid?',
    worker_sid: 'sid?',
    task_queue_sid: 'sid?',
    workflow_sid: 'sid?',
    task_channel_sid: 'sid?',
    event_data: 'text',
    event_date: 'time',
  });
  const order = ['event_date', 'id'];
  await index(db, 'ix_workspace_events', 'workspace_events', ['workspace_sid', ...order]);
  // One expression, so that it cannot be mistaken for the index of the whole workspace.
  await sql`
    CREATE INDEX ix_workspace_events_type
    ON workspace_events ((workspace_sid || ' ' || event_type), event_date, id)`.execute(db);
  for (const column of SUBJECTS) {
    const name = `ix_workspace_events_${column}`;
    await index(db, name, 'workspace_events', [column, ...order], `${column} IS NOT NULL`);
  }
}
