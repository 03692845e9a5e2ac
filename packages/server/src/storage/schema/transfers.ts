// Rows of the transfers of tasks.

export type TransferMode = 'WARM' | 'COLD';

export type TransferType = 'WORKER' | 'QUEUE' | 'WORKFLOW';

export type TransferStatus = 'initiated' | 'completed' | 'failed' | 'canceled';

export interface TaskTransferRow {
  sid: string;
  account_sid: string;
  workspace_sid: string;
  task_sid: string;
  /** The reservation of the worker who transfers, its worker, and where the task was then. */
  initiating_reservation_sid: string;
  initiating_worker_sid: string;
  initiating_queue_sid: string | null;
  initiating_workflow_sid: string | null;
  transfer_mode: TransferMode;
  /** SID of the worker, queue or workflow. */
  transfer_to: string;
  transfer_type: TransferType;
  transfer_status: TransferStatus;
  transfer_failed_reason: string | null;
  /** What the task takes on again when the transfer does not succeed. */
  previous_routing_target: string | null;
  previous_ignore_capacity: number;
  previous_priority: number;
  date_created: number;
  date_updated: number;
}

export interface TransferTables {
  task_transfers: TaskTransferRow;
}
