// Reading tasks: the plain row, and the row with the names answers show beside the SIDs.
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';

/** A task with the names of what it belongs to. */
export interface TaskView extends TaskRow {
  workflow_friendly_name: string | null;
  task_queue_friendly_name: string | null;
  task_channel_unique_name: string;
}

/** A task of the account, whichever its workspace. */
export function findTask(db: Reader, accountSid: string, taskSid: string): Promise<TaskRow | undefined> {
  return db
    .selectFrom('tasks')
    .selectAll()
    .where('sid', '=', taskSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The task of this workspace, or 404/20404. */
export async function requireTask(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
  taskSid: string,
): Promise<TaskRow> {
  const task = await findTask(db, accountSid, taskSid);
  if (task === undefined || task.workspace_sid !== workspaceSid) {
    throw notFound(`/Workspaces/${workspaceSid}/Tasks/${taskSid}`);
  }
  return task;
}

/** Tasks with their names, for lists and answers. */
export function selectTaskViews(db: Reader) {
  return db
    .selectFrom('tasks')
    .leftJoin('workflows', 'workflows.sid', 'tasks.workflow_sid')
    .leftJoin('task_queues', 'task_queues.sid', 'tasks.task_queue_sid')
    .innerJoin('task_channels', 'task_channels.sid', 'tasks.task_channel_sid')
    .selectAll('tasks')
    .select([
      'workflows.friendly_name as workflow_friendly_name',
      'task_queues.friendly_name as task_queue_friendly_name',
      'task_channels.unique_name as task_channel_unique_name',
    ]);
}

/** A task of the workspace as answers show it. */
export function findTaskView(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
  taskSid: string,
): Promise<TaskView | undefined> {
  return selectTaskViews(db)
    .where('tasks.sid', '=', taskSid)
    .where('tasks.workspace_sid', '=', workspaceSid)
    .where('tasks.account_sid', '=', accountSid)
    .executeTakeFirst();
}
