// What happens when nobody has accepted a transfer for as long as the task may wait.
import type { TimerHandler } from '#timers/timers.ts';
import { holdTasks } from '../tasks/hold-tasks.ts';
import { failTransfers } from './end-transfers.ts';

/** Fails a transfer that has waited for the task's whole time to live; the task itself stays. */
export const expireTransfer: TimerHandler = async (tx, { subject }) => {
  const transfer = await tx.db
    .selectFrom('task_transfers')
    .select('task_sid')
    .where('sid', '=', subject)
    .executeTakeFirst();
  if (transfer === undefined) return;
  const [task] = await holdTasks(tx, [transfer.task_sid]);
  if (task?.transfer_sid !== subject) return;
  await failTransfers(tx, [task.sid], 'Transfer failed because no worker accepted it in time');
};
