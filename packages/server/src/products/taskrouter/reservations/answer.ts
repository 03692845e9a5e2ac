// Answers to an offer: accepted, rejected, or none in time. The task's row is taken first, so that two answers
// to offers of one task are settled one after the other.
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers, type TimerHandler } from '#timers/timers.ts';
import { cancelTasks, stepTasks } from '../tasks/end-tasks.ts';
import { holdTasks } from '../tasks/hold-tasks.ts';
import { recordTask } from '../tasks/task-events.ts';
import { startPhase, TARGET_TIMER } from '../tasks/task-timers.ts';
import { completeTransfer, endAttempts, type OfferEnd } from '../transfers/offer-answers.ts';
import { moveWorker } from '../workers/change-activity.ts';
import { stepReservations } from './step-reservations.ts';

/** The refusal of a step that a reservation cannot take any more. */
export function refusedStep(verb: string, reservation: ReservationRow, present: string) {
  return invalidParameter(
    'ReservationStatus',
    `Cannot ${verb} reservation ${reservation.sid} of task ${reservation.task_sid} because it is ${present}`,
  );
}

/** Why a task for one worker only was canceled. */
const END_REASONS: Record<OfferEnd, string> = {
  reject: 'The worker rejected the reservation',
  timeout: 'The reservation timed out',
  cancel: 'The worker was removed',
};

/**
 * Those of the tasks whose last offer ended look for a worker again, or are canceled where they are for that worker
 * only. Callers hold their rows.
 */
async function requeue(tx: Transaction, taskSids: readonly string[], end: OfferEnd): Promise<void> {
  if (taskSids.length === 0) return;
  const waiting = await tx.db
    .updateTable('tasks')
    .set({ assignment_status: 'pending', waits: 1, date_updated: tx.now })
    .where('sid', 'in', taskSids)
    .where('assignment_status', '=', 'reserved')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reservations')
            .select('reservations.sid')
            .whereRef('reservations.task_sid', '=', 'tasks.sid')
            .where('reservations.reservation_status', '=', 'pending'),
        ),
      ),
    )
    .returningAll()
    .execute();
  await endAttempts(
    tx,
    waiting.filter((task) => task.transfer_sid !== null),
    end,
  );
  const own = waiting.filter((task) => task.transfer_sid === null);
  const ending = own.filter((task) => task.ends_with_offer === 1).map((task) => task.sid);
  for (const task of own) if (task.ends_with_offer === 0) recordTask(tx, 'task.requeued', task);
  await cancelTasks(tx, ending, END_REASONS[end]);
}

/** The status a reservation is in now. */
export async function presentStatus(tx: Transaction, reservation: ReservationRow): Promise<string> {
  const row = await tx.db
    .selectFrom('reservations')
    .select('reservation_status')
    .where('sid', '=', reservation.sid)
    .executeTakeFirst();
  return row?.reservation_status ?? 'gone';
}

/**
 * Accepts a reservation: the task is assigned and every other offer of it rescinded; the transfer it belongs to, if
 * any, is completed. Of several workers who
 * accept at once one wins; the others get 400/20001.
 */
export async function acceptReservation(
  tx: Transaction,
  reservation: ReservationRow,
): Promise<ReservationRow> {
  const [task] = await stepTasks(tx, 'assign', [reservation.task_sid]);
  const [accepted] =
    task === undefined ? [] : await stepReservations(tx, 'accept', { sids: [reservation.sid] });
  if (task === undefined || accepted === undefined) {
    throw refusedStep('accept', reservation, await presentStatus(tx, reservation));
  }
  await stepReservations(tx, 'rescind', { taskSids: [task.sid] });
  await cancelTimers(tx, TARGET_TIMER, [task.sid]);
  await startPhase(tx, 'assigned', [task]);
  if (accepted.transfer_sid !== '') await completeTransfer(tx, task, accepted);
  return accepted;
}

/**
 * Rejects a reservation: the task waits again once no other offer of it is open. The worker moves to the activity
 * when one is given. 400/20001 when the reservation is no longer pending.
 */
export async function rejectReservation(
  tx: Transaction,
  reservation: ReservationRow,
  activitySid: string | null,
): Promise<ReservationRow> {
  await holdTasks(tx, [reservation.task_sid]);
  const [rejected] = await stepReservations(tx, 'reject', { sids: [reservation.sid] });
  if (rejected === undefined) throw refusedStep('reject', reservation, await presentStatus(tx, reservation));
  if (activitySid !== null) {
    await moveWorker(tx, workerOf(rejected), activitySid, 'WorkerActivitySid');
  }
  await requeue(tx, [rejected.task_sid], 'reject');
  return rejected;
}

/** Ends every open offer to a worker: rejected by one who becomes unavailable, canceled for one who is removed. */
export async function endOffersTo(
  tx: Transaction,
  workerSid: string,
  step: 'reject' | 'cancel',
): Promise<void> {
  const open = await tx.db
    .selectFrom('reservations')
    .select(['sid', 'task_sid'])
    .where('worker_sid', '=', workerSid)
    .where('reservation_status', '=', 'pending')
    .execute();
  const tasks = open.map((reservation) => reservation.task_sid);
  await holdTasks(tx, tasks);
  await stepReservations(tx, step, { sids: open.map((reservation) => reservation.sid) });
  await requeue(tx, tasks, step);
}

/**
 * Ends an offer nobody answered: the worker goes to the workspace's timeout activity and the task waits again
 * (TaskRouter "Workspace resource", `TimeoutActivitySid`).
 */
export const expireReservation: TimerHandler = async (tx, { subject }) => {
  const reservation = await tx.db
    .selectFrom('reservations')
    .selectAll()
    .where('sid', '=', subject)
    .executeTakeFirst();
  if (reservation === undefined) return;
  await holdTasks(tx, [reservation.task_sid]);
  const [expired] = await stepReservations(tx, 'expire', { sids: [subject] });
  if (expired === undefined) return;
  const workspace = await tx.db
    .selectFrom('workspaces')
    .select('timeout_activity_sid')
    .where('sid', '=', expired.workspace_sid)
    .executeTakeFirst();
  if (workspace !== undefined) {
    await moveWorker(tx, workerOf(expired), workspace.timeout_activity_sid, 'TimeoutActivitySid');
  }
  await requeue(tx, [expired.task_sid], 'timeout');
};

function workerOf(reservation: ReservationRow) {
  return {
    accountSid: reservation.account_sid,
    workspaceSid: reservation.workspace_sid,
    sid: reservation.worker_sid,
  };
}
