// Reservations as the event bridge shows them: with their task and the transfers that concern them.
import type { ReservationRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import type { TaskView } from '../../tasks/find-task.ts';
import { seconds } from './seconds.ts';
import { taskPayload, transferPayload } from './task.ts';

/** Seconds an offer stays open where no workflow says otherwise (TaskRouter "Workflow resource"). */
const DEFAULT_TIMEOUT = 120;

/** A reservation with everything clients are shown of it. */
export interface FullReservation extends ReservationRow {
  /** Seconds the worker has to answer; null without a workflow. */
  reservation_timeout: number | null;
  task: TaskView;
  /** The transfer this reservation is the offer of. */
  incoming: TaskTransferRow | null;
  /** The transfer its worker has under way. */
  outgoing: TaskTransferRow | null;
}

/** A reservation with its task, as clients are answered who act on it: a transfer in there would break them. */
export function reservationAnswer(row: FullReservation, now: number) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    worker_sid: row.worker_sid,
    reservation_status: row.reservation_status,
    reservation_timeout: row.reservation_timeout ?? DEFAULT_TIMEOUT,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
    version: row.version,
    task: taskPayload(row.task, now),
  };
}

/** A reservation with the transfers there are; clients take even a null for one. */
export function reservationPayload(row: FullReservation, now: number) {
  return {
    ...reservationAnswer(row, now),
    ...(row.incoming === null ? {} : { task_transfer: transferPayload(row.incoming) }),
    ...(row.outgoing === null ? {} : { active_outgoing_task_transfer: transferPayload(row.outgoing) }),
  };
}
