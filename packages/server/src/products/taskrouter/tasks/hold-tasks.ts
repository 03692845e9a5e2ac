// Taking the rows of tasks, so that what happens to offers of one task is settled one after the other.
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';

/** Holds the rows of tasks until the transaction ends, and returns them as they are then. */
export async function holdTasks(tx: Transaction, taskSids: readonly string[]): Promise<TaskRow[]> {
  if (taskSids.length === 0) return [];
  return tx.db
    .updateTable('tasks')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('sid', 'in', [...taskSids].sort())
    .returningAll()
    .execute();
}
