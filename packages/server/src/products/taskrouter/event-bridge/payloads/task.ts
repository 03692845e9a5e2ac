// Tasks, their transfers and task queues as the event bridge shows them.
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import type { TaskQueueView } from '../../task-queues/find-task-queue.ts';
import type { TaskView } from '../../tasks/find-task.ts';
import { seconds } from './seconds.ts';

/** A task. Clients ask for every key; attributes and add-ons are JSON text, `age` is in seconds. */
export function taskPayload(row: TaskView, now: number) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    addons: '{}',
    age: Math.max(0, Math.floor((now - row.date_created) / 1_000)),
    assignment_status: row.assignment_status,
    attributes: row.attributes,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
    priority: row.priority,
    queue_name: row.task_queue_friendly_name,
    queue_sid: row.task_queue_sid,
    reason: row.reason,
    routing_target: row.routing_target,
    task_channel_sid: row.task_channel_sid,
    task_channel_unique_name: row.task_channel_unique_name,
    timeout: row.timeout,
    virtual_start_time: seconds(row.virtual_start_time),
    workflow_name: row.workflow_friendly_name,
    workflow_sid: row.workflow_sid,
    version: row.version,
  };
}

/** The JSON of a task on the event bridge. */
export type TaskPayload = ReturnType<typeof taskPayload>;

/** What clients are shown of a transfer. */
export type ShownTransfer = Pick<
  TaskTransferRow,
  | 'sid'
  | 'account_sid'
  | 'workspace_sid'
  | 'task_sid'
  | 'initiating_reservation_sid'
  | 'initiating_worker_sid'
  | 'initiating_queue_sid'
  | 'initiating_workflow_sid'
  | 'transfer_mode'
  | 'transfer_to'
  | 'transfer_type'
  | 'transfer_status'
  | 'transfer_failed_reason'
  | 'date_created'
  | 'date_updated'
>;

/** A transfer of a task. One that succeeded is `complete` to clients (TaskRouter.js SDK "Transfer: status"). */
export function transferPayload(row: ShownTransfer) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    task_sid: row.task_sid,
    initiating_reservation_sid: row.initiating_reservation_sid,
    initiating_worker_sid: row.initiating_worker_sid,
    initiating_queue_sid: row.initiating_queue_sid,
    initiating_workflow_sid: row.initiating_workflow_sid,
    transfer_mode: row.transfer_mode,
    transfer_to: row.transfer_to,
    transfer_type: row.transfer_type,
    transfer_status: row.transfer_status === 'completed' ? 'complete' : row.transfer_status,
    transfer_failed_reason: row.transfer_failed_reason,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
  };
}

/** A task queue. */
export function taskQueuePayload(row: TaskQueueView) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    target_workers: row.target_workers,
    max_reserved_workers: row.max_reserved_workers,
    task_order: row.task_order,
    // Older clients ask for the order in this form too.
    lifo_queue: row.task_order === 'LIFO',
    reservation_activity_sid: row.reservation_activity_sid,
    reservation_activity_name: row.reservation_activity_name,
    assignment_activity_sid: row.assignment_activity_sid,
    assignment_activity_name: row.assignment_activity_name,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
  };
}
