// Removing tasks with everything that hangs on them: by a caller, with their workspace, or after too long an assignment.
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers } from '#timers/timers.ts';
import { stepReservations } from '../reservations/step-reservations.ts';
import { closeTransfers } from '../transfers/end-transfers.ts';
import { recordTransfer } from '../transfers/transfer-events.ts';
import { holdTasks } from './hold-tasks.ts';
import { OPEN_TASK_STATUSES } from './lifecycle.ts';
import { recordTask } from './task-events.ts';
import { TARGET_TIMER, TASK_TIMER } from './task-timers.ts';

/** Tasks ended together: the statements of a chunk name every task of it. */
const CHUNK = 500;

/**
 * Removes a task whatever its status; offers, transfers and work on it end with it. `reason` is told to those who
 * follow events. No error when it is already gone.
 */
export async function removeTask(tx: Transaction, task: TaskRow, reason: string | null): Promise<void> {
  await eraseTasks(tx, [task.sid], 'task.deleted', reason);
}

/** Removes a task that somebody has held for longer than the limit (event `task.system-deleted`). */
export async function removeAbandonedTask(tx: Transaction, task: TaskRow): Promise<void> {
  await eraseTasks(tx, [task.sid], 'task.system-deleted', 'Task was assigned for too long');
}

/** Removes every open task of a workspace that is being removed. */
export async function removeTasksOf(tx: Transaction, workspaceSid: string): Promise<void> {
  const open = await tx.db
    .selectFrom('tasks')
    .select('sid')
    .where('workspace_sid', '=', workspaceSid)
    .where('assignment_status', 'in', OPEN_TASK_STATUSES)
    .orderBy('sid')
    .execute();
  for (let at = 0; at < open.length; at += CHUNK) {
    const sids = open.slice(at, at + CHUNK).map((task) => task.sid);
    await eraseTasks(tx, sids, 'task.deleted', 'Workspace was deleted');
  }
}

async function eraseTasks(
  tx: Transaction,
  taskSids: readonly string[],
  event: 'task.deleted' | 'task.system-deleted',
  reason: string | null,
): Promise<void> {
  const tasks = await holdTasks(tx, taskSids);
  if (tasks.length === 0) return;
  const sids = tasks.map((task) => task.sid);
  await endTransfersOf(tx, tasks);
  await stepReservations(tx, 'cancel', { taskSids: sids });
  await stepReservations(tx, 'complete', { taskSids: sids });
  await forgetTasks(tx, sids);
  await cancelTimers(tx, TARGET_TIMER, sids);
  await cancelTimers(tx, TASK_TIMER, sids);
  for (const task of tasks) recordTask(tx, event, { ...task, reason: reason ?? task.reason });
}

async function endTransfersOf(tx: Transaction, tasks: readonly TaskRow[]): Promise<void> {
  const transferring = tasks.filter((task) => task.transfer_sid !== null);
  if (transferring.length === 0) return;
  const bySid = new Map(transferring.map((task) => [task.sid, task]));
  const end = { status: 'failed', reason: 'Transfer failed because the task was deleted' } as const;
  for (const transfer of await closeTransfers(tx, [...bySid.keys()], end)) {
    recordTransfer(tx, 'task.transfer-failed', transfer, bySid.get(transfer.task_sid) as TaskRow);
  }
}

/** Removes the rows of tasks with those of their reservations and transfers; nobody is told. */
export async function forgetTasks(tx: Transaction, taskSids: readonly string[]): Promise<void> {
  await tx.db.deleteFrom('reservations').where('task_sid', 'in', taskSids).execute();
  await tx.db.deleteFrom('task_transfers').where('task_sid', 'in', taskSids).execute();
  await tx.db.deleteFrom('tasks').where('sid', 'in', taskSids).execute();
}
