// What happens when a timer of a task goes off.
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { TimerHandler } from '#timers/timers.ts';
import { cancelTasks } from './end-tasks.ts';
import { isOpenTask } from './lifecycle.ts';
import { forgetTasks, removeAbandonedTask } from './remove-task.ts';
import { recordTask } from './task-events.ts';
import type { TaskPhase } from './task-timers.ts';

function readTask(tx: Transaction, taskSid: string): Promise<TaskRow | undefined> {
  return tx.db.selectFrom('tasks').selectAll().where('sid', '=', taskSid).executeTakeFirst();
}

/**
 * Ends the phase of a task: a task that waited for its whole time to live is canceled, one that was assigned for
 * 24 hours is removed, one that ended five minutes ago is forgotten (TaskRouter "Lifecycle of a Task").
 */
export const endPhase: TimerHandler = async (tx, { subject, data }) => {
  const phase = data['phase'] as TaskPhase;
  if (phase === 'waiting') {
    await cancelTasks(tx, [subject], 'Task TTL Exceeded');
    return;
  }
  const task = await readTask(tx, subject);
  if (task === undefined) return;
  if (phase === 'assigned') {
    // While it is being transferred a task is still in the hands of somebody, though its status says otherwise.
    const isAssigned = task.assignment_status === 'assigned' || task.transfer_sid !== null;
    if (isAssigned) await removeAbandonedTask(tx, task);
    return;
  }
  if (isOpenTask(task)) return;
  await forgetTasks(tx, [subject]);
};

/** A task whose time in its target is up is looked at again; one that is on offer waits for the answer first. */
export const endTarget: TimerHandler = async (tx, { subject }) => {
  const task = await readTask(tx, subject);
  if (task?.waits === 1) recordTask(tx, 'task.requeued', task);
};
