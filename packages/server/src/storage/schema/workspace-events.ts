// Rows of the events of workspaces, as the Events API lists them.

export interface WorkspaceEventRow {
  /** Number of the event in the log; its SID is made of it. */
  id: number;
  account_sid: string;
  workspace_sid: string;
  event_type: string;
  resource_sid: string;
  /** What the event pertains to; null where it does not. */
  task_sid: string | null;
  reservation_sid: string | null;
  worker_sid: string | null;
  task_queue_sid: string | null;
  workflow_sid: string | null;
  task_channel_sid: string | null;
  /** JSON text of an object of strings. */
  event_data: string;
  event_date: number;
}

export interface WorkspaceEventTables {
  workspace_events: WorkspaceEventRow;
}
