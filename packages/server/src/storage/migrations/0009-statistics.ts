// Statistics of TaskRouter: figures by minute, hour and day, and the indexes the present figures are counted on.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'statistics_buckets', ['scope_sid', 'grain', 'starts_at', 'task_channel_sid'], {
    account_sid: 'sid',
    scope_sid: 'sid',
    grain: 'int',
    starts_at: 'time',
    task_channel_sid: 'sid',
    tasks_entered: 'int',
    tasks_canceled: 'int',
    tasks_completed: 'int',
    tasks_deleted: 'int',
    tasks_moved: 'int',
    tasks_timed_out: 'int',
    reservations_created: 'int',
    reservations_accepted: 'int',
    reservations_rejected: 'int',
    reservations_timed_out: 'int',
    reservations_canceled: 'int',
    reservations_rescinded: 'int',
    first_acceptances: 'int',
    accepted_wait_total: 'int',
    accepted_wait_least: 'int?',
    accepted_wait_most: 'int?',
    canceled_wait_total: 'int',
    canceled_wait_least: 'int?',
    canceled_wait_most: 'int?',
    queue_waits: 'int',
    queue_wait_total: 'int',
    queue_wait_least: 'int?',
    queue_wait_most: 'int?',
  });
  await index(db, 'ix_statistics_buckets_start', 'statistics_buckets', ['starts_at']);

  const waitKey = ['scope_sid', 'grain', 'starts_at', 'task_channel_sid', 'wait'];
  await createTable(db, 'statistics_waits', waitKey, {
    account_sid: 'sid',
    scope_sid: 'sid',
    grain: 'int',
    starts_at: 'time',
    task_channel_sid: 'sid',
    wait: 'int',
    accepted: 'int',
    canceled: 'int',
  });
  await index(db, 'ix_statistics_waits_start', 'statistics_waits', ['starts_at']);

  const moveKey = ['workspace_sid', 'grain', 'starts_at', 'worker_sid', 'activity_sid'];
  await createTable(db, 'statistics_moves', moveKey, {
    account_sid: 'sid',
    workspace_sid: 'sid',
    worker_sid: 'sid',
    activity_sid: 'sid',
    grain: 'int',
    starts_at: 'time',
    moves: 'int',
    moves_offset: 'int',
  });
  await index(db, 'ix_statistics_moves_worker', 'statistics_moves', ['worker_sid', 'grain', 'starts_at']);
  await index(db, 'ix_statistics_moves_start', 'statistics_moves', ['starts_at']);

  await createTable(db, 'statistics_presence', ['worker_sid'], {
    account_sid: 'sid',
    workspace_sid: 'sid',
    worker_sid: 'sid',
    activity_sid: 'sid',
  });
  await index(db, 'ix_statistics_presence_workspace', 'statistics_presence', [
    'workspace_sid',
    'worker_sid',
    'activity_sid',
  ]);

  // All the present figures of tasks are read off this index, without the rows themselves.
  await index(db, 'ix_tasks_figures', 'tasks', [
    'workspace_sid',
    'task_queue_sid',
    'assignment_status',
    'priority',
    'workflow_sid',
    'task_channel_sid',
    'date_created',
    'sid',
  ]);
  await index(
    db,
    'ix_tasks_entered_queue',
    'tasks',
    ['task_queue_sid', 'task_queue_entered_date', 'sid'],
    `assignment_status IN ('pending', 'reserved')`,
  );
}
