// The ends of tasks: canceled, completed, or removed.
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers } from '#timers/timers.ts';
import { stepReservations } from '../reservations/step-reservations.ts';
import { TASK_STEPS, type TaskStep } from './lifecycle.ts';
import { recordTask } from './task-events.ts';
import { startPhase, TARGET_TIMER, TASK_TIMER } from './task-timers.ts';

/** Takes the step with those of the tasks that are in a status it can be taken from, and returns them. */
export async function stepTasks(
  tx: Transaction,
  step: TaskStep,
  taskSids: readonly string[],
  reason?: string | null,
): Promise<TaskRow[]> {
  if (taskSids.length === 0) return [];
  const { from, to } = TASK_STEPS[step];
  return tx.db
    .updateTable('tasks')
    .set((eb) => ({
      assignment_status: to,
      version: eb('version', '+', 1),
      date_updated: tx.now,
      ...(reason === undefined || reason === null ? {} : { reason }),
    }))
    .where('sid', 'in', taskSids)
    .where('assignment_status', 'in', from)
    .returningAll()
    .execute();
}

/** Cancels those of the tasks that nobody has accepted yet, with their offers; the others stay as they are. */
export async function cancelTasks(
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

/** Cancels a task; 400/20001 once somebody has accepted it or it has ended. */
export async function cancelTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  const [canceled] = await cancelTasks(tx, [task.sid], reason);
  if (canceled === undefined) throw refusal('cancel', task, 'pending or reserved');
  return canceled;
}

/** Moves an assigned task to wrapping, and its reservation with it; 400/20001 from any other status. */
export async function wrapUpTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  const [wrapping] = await stepTasks(tx, 'wrapUp', [task.sid], reason);
  if (wrapping === undefined) throw refusal('wrap up', task, 'assigned');
  await stepReservations(tx, 'wrapUp', { taskSids: [task.sid] });
  recordTask(tx, 'task.wrapup', wrapping);
  return wrapping;
}

/** Completes a task and its reservation; 400/20001 unless it is assigned or wrapping. */
export async function completeTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<TaskRow> {
  const [completed] = await stepTasks(tx, 'complete', [task.sid], reason);
  if (completed === undefined) throw refusal('complete', task, 'assigned or wrapping');
  await stepReservations(tx, 'complete', { taskSids: [task.sid] });
  await startPhase(tx, 'ended', [completed]);
  recordTask(tx, 'task.completed', completed);
  return completed;
}

function refusal(verb: string, task: TaskRow, wanted: string) {
  return invalidParameter(
    'AssignmentStatus',
    `Cannot ${verb} task ${task.sid} in workspace ${task.workspace_sid} for account ${task.account_sid} ` +
      `because it's not currently ${wanted}`,
  );
}

/**
 * Removes a task whatever its status; offers and work on it end with it. `reason` is told to those who follow
 * events. No error when it is already gone.
 */
export async function removeTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<void> {
  await eraseTask(tx, task, 'task.deleted', reason);
}

/** Removes a task that somebody has held for longer than the limit (event `task.system-deleted`). */
export async function removeAbandonedTask(tx: Transaction, task: TaskRow): Promise<void> {
  await eraseTask(tx, task, 'task.system-deleted', 'Task was assigned for too long');
}

async function eraseTask(
  tx: Transaction,
  task: TaskRow,
  event: 'task.deleted' | 'task.system-deleted',
  reason: string | null,
): Promise<void> {
  const removed = await tx.db
    .deleteFrom('tasks')
    .where('sid', '=', task.sid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) return;
  await stepReservations(tx, 'cancel', { taskSids: [task.sid] });
  await stepReservations(tx, 'complete', { taskSids: [task.sid] });
  await tx.db.deleteFrom('reservations').where('task_sid', '=', task.sid).execute();
  await cancelTimers(tx, TARGET_TIMER, [task.sid]);
  await cancelTimers(tx, TASK_TIMER, [task.sid]);
  recordTask(tx, event, { ...removed, reason: reason ?? removed.reason });
}
