// TaskRouter: workspaces with their activities, channels, workers, queues and workflows; tasks and reservations.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'workspaces', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    default_activity_sid: 'sid',
    timeout_activity_sid: 'sid',
    event_callback_url: 'text?',
    events_filter: 'text?',
    multi_task_enabled: 'int',
    prioritize_queue_order: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_workspaces_account', 'workspaces', ['account_sid', 'sid']);

  await createTable(db, 'activities', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    friendly_name: 'text',
    available: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_activities_workspace', 'activities', ['workspace_sid', 'sid']);

  await createTable(db, 'task_channels', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    friendly_name: 'text',
    unique_name: 'text',
    channel_optimized_routing: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_task_channels_name', 'task_channels', ['workspace_sid', 'unique_name']);
  await index(db, 'ix_task_channels_workspace', 'task_channels', ['workspace_sid', 'sid']);

  await createWorkers(db);
  await createQueues(db);
  await createTasks(db);
  await createReservations(db);
}

async function createWorkers(db: Schema): Promise<void> {
  await createTable(db, 'workers', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    friendly_name: 'text',
    name_key: 'text',
    attributes: 'text',
    activity_sid: 'sid',
    version: 'int',
    last_offer: 'text',
    date_status_changed: 'time',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_workers_name', 'workers', ['workspace_sid', 'name_key']);
  await index(db, 'ix_workers_workspace', 'workers', ['workspace_sid', 'sid']);
  await index(db, 'ix_workers_status_changed', 'workers', ['workspace_sid', 'date_status_changed', 'sid']);
  await index(db, 'ix_workers_activity', 'workers', ['activity_sid', 'sid']);

  await createTable(db, 'worker_channels', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    worker_sid: 'sid',
    task_channel_sid: 'sid',
    available: 'int',
    capacity: 'int',
    assigned_tasks: 'int',
    date_released: 'time',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_worker_channels_channel', 'worker_channels', ['worker_sid', 'task_channel_sid']);
  await index(db, 'ix_worker_channels_worker', 'worker_channels', ['worker_sid', 'sid']);
  await index(db, 'ix_worker_channels_workspace', 'worker_channels', ['workspace_sid', 'worker_sid']);
  await index(db, 'ix_worker_channels_task_channel', 'worker_channels', ['task_channel_sid', 'sid']);
}

async function createQueues(db: Schema): Promise<void> {
  await createTable(db, 'task_queues', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    friendly_name: 'text',
    target_workers: 'text',
    max_reserved_workers: 'int',
    task_order: 'text',
    reservation_activity_sid: 'sid?',
    assignment_activity_sid: 'sid?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_task_queues_workspace', 'task_queues', ['workspace_sid', 'sid']);
  await index(db, 'ix_task_queues_updated', 'task_queues', ['workspace_sid', 'date_updated', 'sid']);

  await createTable(db, 'workflows', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    friendly_name: 'text',
    configuration: 'text',
    assignment_callback_url: 'text?',
    fallback_assignment_callback_url: 'text?',
    task_reservation_timeout: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_workflows_workspace', 'workflows', ['workspace_sid', 'sid']);
}

async function createTasks(db: Schema): Promise<void> {
  await createTable(db, 'tasks', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    workflow_sid: 'sid?',
    task_queue_sid: 'sid?',
    task_channel_sid: 'sid',
    assignment_status: 'text',
    waits: 'int',
    transfer_sid: 'sid?',
    attributes: 'text',
    priority: 'int',
    reason: 'text?',
    timeout: 'int',
    virtual_start_time: 'time',
    routing_target: 'sid?',
    ignore_capacity: 'int',
    task_queue_entered_date: 'time?',
    filter_index: 'int?',
    target_index: 'int?',
    workflow_entered_at: 'time?',
    timeouts_passed: 'int',
    is_timed_out: 'int',
    assignment_count: 'int',
    version: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_tasks_workspace', 'tasks', ['workspace_sid', 'sid']);
  await index(db, 'ix_tasks_priority', 'tasks', ['workspace_sid', 'priority', 'sid']);
  await index(db, 'ix_tasks_virtual_start', 'tasks', ['workspace_sid', 'virtual_start_time', 'sid']);
  await index(db, 'ix_tasks_status', 'tasks', ['workspace_sid', 'assignment_status', 'sid']);
  await index(db, 'ix_tasks_waits', 'tasks', ['workspace_sid', 'waits', 'sid']);
  await index(db, 'ix_tasks_workflow', 'tasks', ['workflow_sid', 'sid']);
  await index(db, 'ix_tasks_queue', 'tasks', ['task_queue_sid', 'sid']);
  await index(db, 'ix_tasks_channel', 'tasks', ['task_channel_sid', 'sid']);
}

async function createReservations(db: Schema): Promise<void> {
  await createTable(db, 'reservations', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    task_sid: 'sid',
    worker_sid: 'sid',
    task_queue_sid: 'sid?',
    workflow_sid: 'sid?',
    task_channel_sid: 'sid',
    transfer_sid: 'sid',
    reservation_status: 'text',
    version: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_reservations_task', 'reservations', ['task_sid', 'sid']);
  await index(db, 'ix_reservations_worker', 'reservations', ['worker_sid', 'sid']);
  await index(db, 'ix_reservations_worker_status', 'reservations', [
    'worker_sid',
    'reservation_status',
    'sid',
  ]);
  await index(db, 'ix_reservations_workspace', 'reservations', ['workspace_sid', 'sid']);
  // One worker works on a task at a time, and one more for each transfer; a worker is offered it once at a time.
  await uniqueIndex(
    db,
    'uq_reservations_accepted',
    'reservations',
    ['task_sid', 'transfer_sid'],
    `reservation_status IN ('accepted', 'wrapping')`,
  );
  await uniqueIndex(
    db,
    'uq_reservations_offer',
    'reservations',
    ['task_sid', 'worker_sid'],
    `reservation_status = 'pending'`,
  );
}
