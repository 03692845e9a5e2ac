// Rows of the taskrouter tables.

export type QueueOrder = 'FIFO' | 'LIFO';

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

export type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'rescinded'
  | 'wrapping'
  | 'completed';

export interface WorkspaceRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  default_activity_sid: string;
  timeout_activity_sid: string;
  event_callback_url: string | null;
  /** Comma-separated event types; null is all of them. */
  events_filter: string | null;
  multi_task_enabled: number;
  prioritize_queue_order: QueueOrder;
  date_created: number;
  date_updated: number;
}

export interface ActivityRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  friendly_name: string;
  available: number;
  date_created: number;
  date_updated: number;
}

export interface TaskChannelRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  friendly_name: string;
  unique_name: string;
  /** 1 when workers that have been idle longest are offered tasks of this channel first. */
  channel_optimized_routing: number;
  date_created: number;
  date_updated: number;
}

export interface WorkerRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  friendly_name: string;
  /** The friendly name in lower case: it is unique whatever the case. */
  name_key: string;
  attributes: string;
  activity_sid: string;
  version: number;
  /** SID of the newest reservation made for the worker, or empty; SIDs grow, so the smallest waited longest. */
  last_offer: string;
  date_status_changed: number;
  date_created: number;
  date_updated: number;
}

export interface WorkerChannelRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  worker_sid: string;
  task_channel_sid: string;
  available: number;
  capacity: number;
  /** Reserved, assigned and wrapping tasks. */
  assigned_tasks: number;
  /** When one of them was last finished or given back; 0 before the first. */
  date_released: number;
  date_created: number;
  date_updated: number;
}

export interface TaskQueueRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  friendly_name: string;
  /** Expression over worker attributes; the empty one matches no worker. */
  target_workers: string;
  max_reserved_workers: number;
  task_order: QueueOrder;
  reservation_activity_sid: string | null;
  assignment_activity_sid: string | null;
  date_created: number;
  date_updated: number;
}

export interface WorkflowRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  friendly_name: string;
  /** JSON text as it was sent. */
  configuration: string;
  assignment_callback_url: string | null;
  fallback_assignment_callback_url: string | null;
  /** Seconds a reservation may stay unanswered. */
  task_reservation_timeout: number;
  date_created: number;
  date_updated: number;
}

export interface TaskRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  workflow_sid: string | null;
  task_queue_sid: string | null;
  task_channel_sid: string;
  assignment_status: TaskStatus;
  /** 1 while the task looks for a worker: it is pending, for the first time or because of a transfer. */
  waits: number;
  /** The transfer under way, or null; the worker who started it keeps the task meanwhile. */
  transfer_sid: string | null;
  attributes: string;
  priority: number;
  reason: string | null;
  /** Seconds the task may wait before it is canceled. */
  timeout: number;
  virtual_start_time: number;
  /** SID of the worker, queue or workflow the task is sent to directly. */
  routing_target: string | null;
  ignore_capacity: number;
  /** 1 when the task is canceled as soon as its offer ends unaccepted: it is for one worker and nobody else. */
  ends_with_offer: number;
  task_queue_entered_date: number | null;
  /** Where the task is in its workflow; null before it has entered it. The filter after the last is the default. */
  filter_index: number | null;
  target_index: number | null;
  /** When it entered the workflow, and the timeouts (ms) of the targets before the present one. */
  workflow_entered_at: number | null;
  timeouts_passed: number;
  /** 1 when a filter was left because its time was up: the default filter is then closed to the task. */
  is_timed_out: number;
  /** Times the task went from pending to reserved. */
  assignment_count: number;
  version: number;
  date_created: number;
  date_updated: number;
}

export interface ReservationRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  task_sid: string;
  worker_sid: string;
  /** Queue, workflow and channel of the task when the reservation was made. */
  task_queue_sid: string | null;
  workflow_sid: string | null;
  task_channel_sid: string;
  /** The transfer the offer belongs to, or empty. */
  transfer_sid: string;
  reservation_status: ReservationStatus;
  version: number;
  date_created: number;
  date_updated: number;
}

export interface RoutingOwnerRow {
  workspace_sid: string;
  /** Name a server process gave itself. */
  owner: string;
  /** Milliseconds since the epoch, on the clock of the database. */
  lease_until: number;
}

export interface TaskRouterTables {
  workspaces: WorkspaceRow;
  activities: ActivityRow;
  task_channels: TaskChannelRow;
  workers: WorkerRow;
  worker_channels: WorkerChannelRow;
  task_queues: TaskQueueRow;
  workflows: WorkflowRow;
  tasks: TaskRow;
  reservations: ReservationRow;
  routing_owners: RoutingOwnerRow;
}
