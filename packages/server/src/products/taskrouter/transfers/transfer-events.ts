// What the event log records of a transfer.
import { appendEvent } from '#events/event-log.ts';
import type { EventType } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import { taskFacts } from '../tasks/task-events.ts';

type TransferEventType = Extract<EventType, `task.transfer-${string}`>;

/** Records what happened to a transfer of a task. */
export function recordTransfer(
  tx: Transaction,
  type: TransferEventType,
  transfer: TaskTransferRow,
  task: TaskRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: transfer.account_sid,
    subjectSid: transfer.sid,
    data: {
      ...taskFacts(task, tx.now),
      taskSid: transfer.task_sid,
      initiatingReservationSid: transfer.initiating_reservation_sid,
      initiatingWorkerSid: transfer.initiating_worker_sid,
      initiatingQueueSid: transfer.initiating_queue_sid,
      initiatingWorkflowSid: transfer.initiating_workflow_sid,
      mode: transfer.transfer_mode,
      to: transfer.transfer_to,
      transferType: transfer.transfer_type,
      transferStatus: transfer.transfer_status,
      failedReason: transfer.transfer_failed_reason,
      dateCreated: transfer.date_created,
      dateUpdated: transfer.date_updated,
    },
  });
}
