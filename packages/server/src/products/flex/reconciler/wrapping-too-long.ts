// Tasks left in wrapping: they take their agents' capacity, and nobody works on them any more.
import { finishTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { holdTask } from './hold-task.ts';
import { defineRule } from './rule.ts';
import { taskPage } from './task-slices.ts';

/** When the last agent of each task began to wrap up; what is noted on the task meanwhile does not count. */
async function wrappingSince(
  db: Reader,
  tasks: readonly TaskRow[],
): Promise<ReadonlyMap<string, { at: number; worker: string }>> {
  const rows = await db
    .selectFrom('reservations')
    .select(['task_sid', 'worker_sid', 'date_updated'])
    .where(
      'task_sid',
      'in',
      tasks.map(({ sid }) => sid),
    )
    .where('reservation_status', '=', 'wrapping')
    .orderBy('date_updated')
    .execute();
  return new Map(rows.map((row) => [row.task_sid, { at: row.date_updated, worker: row.worker_sid }]));
}

export const wrappingTooLong = defineRule<TaskRow>({
  name: 'wrapping-too-long',
  page: (db, scope) => taskPage(db, scope, ['wrapping']),
  hold: (tx, accountSid, sid) => holdTask(tx, accountSid, sid, ['wrapping']),
  async judge(db, rows) {
    const begun = await wrappingSince(db, rows);
    return rows.map((task) => {
      const last = begun.get(task.sid);
      return {
        subjectSid: task.sid,
        related: last === undefined ? {} : { worker: last.worker },
        since: last?.at ?? task.date_updated,
        fault: 'The task is being wrapped up and nobody completes it',
        remedy: 'complete-task' as const,
      };
    });
  },
  mend: (tx, { subjectSid }) => finishTask(tx, subjectSid, 'complete', 'Wrapped up for too long'),
});
