// Ending the work on a task because the conversation it is about has ended.
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTransfers } from '../transfers/end-transfers.ts';
import { cancelTasks, completeTask, wrapUpTask } from './end-tasks.ts';
import { holdTasks } from './hold-tasks.ts';

/**
 * Ends a task as far as it has come: one that nobody has accepted is canceled, one that somebody works on is wrapped
 * up or completed. A transfer under way is taken back. Nothing happens to a task that has ended already.
 */
export async function finishTask(
  tx: Transaction,
  taskSid: string,
  step: 'wrapUp' | 'complete',
  reason: string,
): Promise<void> {
  const [held] = await holdTasks(tx, [taskSid]);
  if (held === undefined) return;
  if (held.transfer_sid !== null) await cancelTransfers(tx, [taskSid]);
  await cancelTasks(tx, [taskSid], reason);
  const [task] = await holdTasks(tx, [taskSid]);
  if (task === undefined || !canTake(task, step)) return;
  await (step === 'complete' ? completeTask(tx, task, reason) : wrapUpTask(tx, task, reason));
}

function canTake({ assignment_status: status }: TaskRow, step: 'wrapUp' | 'complete'): boolean {
  return status === 'assigned' || (step === 'complete' && status === 'wrapping');
}
