// What the event log records of a reservation.
import { appendEvent } from '#events/event-log.ts';
import type { EventData, ReservationFacts } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow, ReservationStatus } from '#storage/schema/taskrouter.ts';

type ReservationEventType = {
  [Type in keyof EventData]: EventData[Type] extends ReservationFacts ? Type : never;
}[keyof EventData];

/** Events say `wrapup` where the status says `wrapping` (TaskRouter "Event resource"). */
const EVENT_OF_STATUS: Record<ReservationStatus, ReservationEventType> = {
  pending: 'reservation.created',
  accepted: 'reservation.accepted',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
  wrapping: 'reservation.wrapup',
  completed: 'reservation.completed',
};

/**
 * Records that a reservation has come to its present status. `taskCreated` is when its task was made,
 * `queueEntered` when it entered the queue it is in; a reservation that is just being made does not tell.
 */
export function recordReservation(
  tx: Transaction,
  reservation: ReservationRow,
  taskCreated: number,
  queueEntered: number | null = null,
): void {
  appendEvent(tx, {
    type: EVENT_OF_STATUS[reservation.reservation_status],
    accountSid: reservation.account_sid,
    subjectSid: reservation.sid,
    data: {
      workspaceSid: reservation.workspace_sid,
      taskSid: reservation.task_sid,
      workerSid: reservation.worker_sid,
      status: reservation.reservation_status,
      workflowSid: reservation.workflow_sid,
      taskQueueSid: reservation.task_queue_sid,
      taskChannelSid: reservation.task_channel_sid,
      transferSid: reservation.transfer_sid === '' ? null : reservation.transfer_sid,
      age: Math.max(0, tx.now - reservation.date_created),
      taskAge: Math.max(0, tx.now - taskCreated),
      queueAge: queueEntered === null ? null : Math.max(0, tx.now - queueEntered),
    },
  });
}
