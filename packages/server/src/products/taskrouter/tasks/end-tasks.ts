// The ends of tasks: canceled, wrapped up, completed.
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers } from '#timers/timers.ts';
import { stepReservations } from '../reservations/step-reservations.ts';
import { cancelTransfers, failTransfers } from '../transfers/end-transfers.ts';
import { TASK_STEPS, type TaskStep } from './lifecycle.ts';
import { recordFailedReservation, recordTask } from './task-events.ts';
import { startPhase, TARGET_TIMER } from './task-timers.ts';

/** Takes the step with those of the tasks that are in a status it can be taken from, and returns them. */
export async function stepTasks(
  tx: Transaction,
  step: TaskStep,
  taskSids: readonly string[],
  reason?: string | null,
): Promise<TaskRow[]> {
  if (taskSids.length === 0) return [];
  const { from, to, waits } = TASK_STEPS[step];
  let update = tx.db
    .updateTable('tasks')
    .set((eb) => ({
      assignment_status: to,
      waits,
      version: eb('version', '+', 1),
      date_updated: tx.now,
      ...(reason === undefined || reason === null ? {} : { reason }),
    }))
    .where('sid', 'in', taskSids)
    .where('assignment_status', 'in', from);
  // A task that waits because it is being transferred has been accepted: its transfer ends, it does not.
  if (step === 'cancel') update = update.where('transfer_sid', 'is', null);
  return update.returningAll().execute();
}

/**
 * Cancels those of the tasks that nobody has accepted yet, with their offers; the others stay as they are. A worker
 * to whom such a task was sent directly and never offered is told so (event `reservation.failed`).
 */
export async function cancelTasks(
  tx: Transaction,
  taskSids: readonly string[],
  reason: string | null,
): Promise<TaskRow[]> {
  const canceled = await withdrawTasks(tx, taskSids, reason);
  for (const task of canceled) if (task.assignment_count === 0) recordFailedReservation(tx, task);
  return canceled;
}

async function withdrawTasks(
  tx: Transaction,
  taskSids: readonly string[],
  reason: string | null,
): Promise<TaskRow[]> {
  const canceled = await stepTasks(tx, 'cancel', taskSids, reason);
  if (canceled.length === 0) return [];
  const sids = canceled.map((task) => task.sid);
  await stepReservations(tx, 'cancel', { taskSids: sids });
  await cancelTimers(tx, TARGET_TIMER, sids);
  await startPhase(tx, 'ended', canceled);
  for (const task of canceled) recordTask(tx, 'task.canceled', task);
  return canceled;
}

/**
 * Cancels a task; 400/20001 once somebody has accepted it or it has ended. A cold transfer whose initiator has
 * finished already fails with it.
 */
export async function cancelTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  if (task.transfer_sid !== null) {
    await failTransfers(tx, [task.sid], 'Transfer failed because the task was canceled');
  }
  const [canceled] = await withdrawTasks(tx, [task.sid], reason);
  if (canceled !== undefined) return canceled;
  if (task.transfer_sid === null) throw refusal('cancel', task, 'pending or reserved');
  throw invalidParameter(
    'AssignmentStatus',
    `Cannot cancel task ${task.sid} because its transfer ${task.transfer_sid} is under way: somebody works on it`,
  );
}

/**
 * Moves an assigned task to wrapping, and every reservation of it; 400/20001 from any other status. A transfer
 * under way is taken back.
 */
export async function wrapUpTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  if (task.transfer_sid !== null) await cancelTransfers(tx, [task.sid]);
  const [wrapping] = await stepTasks(tx, 'wrapUp', [task.sid], reason);
  if (wrapping === undefined) throw refusal('wrap up', task, 'assigned');
  await stepReservations(tx, 'wrapUp', { taskSids: [task.sid] });
  recordTask(tx, 'task.wrapup', wrapping);
  return wrapping;
}

/**
 * Completes a task and every reservation of it; 400/20001 unless it is assigned or wrapping. A transfer under way
 * is taken back.
 */
export async function completeTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  if (task.transfer_sid !== null) await cancelTransfers(tx, [task.sid]);
  const [completed] = await stepTasks(tx, 'complete', [task.sid], reason);
  if (completed === undefined) throw refusal('complete', task, 'assigned or wrapping');
  await stepReservations(tx, 'complete', { taskSids: [task.sid] });
  await startPhase(tx, 'ended', [completed]);
  recordTask(tx, 'task.completed', completed);
  return completed;
}

/**
 * Lets a task follow those who work on it, after one of several has wrapped up or completed: it wraps up with the
 * last who works, and completes with the last who wraps up. Callers hold its row.
 */
export async function followWork(tx: Transaction, task: TaskRow): Promise<void> {
  const work = await tx.db
    .selectFrom('reservations')
    .select('reservation_status')
    .where('task_sid', '=', task.sid)
    .where('reservation_status', 'in', ['accepted', 'wrapping'])
    .execute();
  if (work.length === 0) {
    const completed = await stepTasks(tx, 'complete', [task.sid]);
    await startPhase(tx, 'ended', completed);
    for (const row of completed) recordTask(tx, 'task.completed', row);
  } else if (work.every((reservation) => reservation.reservation_status === 'wrapping')) {
    const wrapping = await stepTasks(tx, 'wrapUp', [task.sid]);
    for (const row of wrapping) recordTask(tx, 'task.wrapup', row);
  }
}

function refusal(verb: string, task: TaskRow, wanted: string) {
  return invalidParameter(
    'AssignmentStatus',
    `Cannot ${verb} task ${task.sid} in workspace ${task.workspace_sid} for account ${task.account_sid} ` +
      `because it's not currently ${wanted}`,
  );
}
