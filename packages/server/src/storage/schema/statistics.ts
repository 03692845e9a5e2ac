// Rows of the tables behind TaskRouter's statistics.

/** What happened to tasks and reservations of one scope and task channel within one span of time. */
export interface StatisticsBucketRow {
  account_sid: string;
  /** A workspace, workflow, task queue or worker. */
  scope_sid: string;
  /** Length of the span in milliseconds: a minute, an hour or a day. */
  grain: number;
  starts_at: number;
  task_channel_sid: string;
  /** Created in a workspace, entered into a workflow or queue. */
  tasks_entered: number;
  tasks_canceled: number;
  tasks_completed: number;
  tasks_deleted: number;
  /** Moved from one queue to another; of a queue, those that left it. */
  tasks_moved: number;
  tasks_timed_out: number;
  reservations_created: number;
  reservations_accepted: number;
  reservations_rejected: number;
  reservations_timed_out: number;
  reservations_canceled: number;
  reservations_rescinded: number;
  /** Accepted reservations of tasks that were not transferred. */
  first_acceptances: number;
  /** Whole seconds from the making of tasks until their reservations were accepted. */
  accepted_wait_total: number;
  accepted_wait_least: number | null;
  accepted_wait_most: number | null;
  /** Whole seconds from the making of tasks until they were canceled. */
  canceled_wait_total: number;
  canceled_wait_least: number | null;
  canceled_wait_most: number | null;
  /** Acceptances of which it is known since when the task was in the queue, and whole seconds since then. */
  queue_waits: number;
  queue_wait_total: number;
  queue_wait_least: number | null;
  queue_wait_most: number | null;
}

/** How many tasks waited for so many whole seconds until they were accepted or canceled. */
export interface StatisticsWaitRow {
  account_sid: string;
  scope_sid: string;
  grain: number;
  starts_at: number;
  task_channel_sid: string;
  wait: number;
  accepted: number;
  canceled: number;
}

/** When a worker came to and left an activity within one span of time. */
export interface StatisticsMoveRow {
  account_sid: string;
  workspace_sid: string;
  worker_sid: string;
  activity_sid: string;
  grain: number;
  starts_at: number;
  /** Times the worker left the activity less times it came to it. */
  moves: number;
  /** Sum of the times of leaving less those of coming, in milliseconds after the span began. */
  moves_offset: number;
}

/** The activity a worker is in, as far as the moves have been counted. */
export interface StatisticsPresenceRow {
  account_sid: string;
  workspace_sid: string;
  worker_sid: string;
  activity_sid: string;
}

export interface StatisticsTables {
  statistics_buckets: StatisticsBucketRow;
  statistics_waits: StatisticsWaitRow;
  statistics_moves: StatisticsMoveRow;
  statistics_presence: StatisticsPresenceRow;
}
