// Holding the task a rule is about.
import type { Transaction } from '#storage/database.ts';
import type { TaskRow, TaskStatus } from '#storage/schema/taskrouter.ts';

/** Holds a task until the transaction ends, so that no answer of an agent comes in between; nothing in other statuses. */
export function holdTask(
  tx: Transaction,
  accountSid: string,
  sid: string,
  statuses: readonly TaskStatus[],
): Promise<TaskRow[]> {
  return tx.db
    .updateTable('tasks')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .where('assignment_status', 'in', statuses)
    .returningAll()
    .execute();
}
