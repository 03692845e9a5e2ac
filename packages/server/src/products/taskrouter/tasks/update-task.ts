// What a caller may change of a task.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow, TaskStatus } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { findTaskChannel } from '../task-channels/find-task-channel.ts';
import { refuseOtherVersion, versionOf } from '../version-check.ts';
import { cancelTask, completeTask, wrapUpTask } from './end-tasks.ts';
import { findTaskView, requireTask, type TaskView } from './find-task.ts';
import { recordTask } from './task-events.ts';

/** A change of a task; what is left out stays. */
export interface TaskChange {
  /** JSON object as text. */
  readonly attributes?: string | undefined;
  readonly status?: TaskStatus | undefined;
  readonly reason?: string | undefined;
  readonly priority?: number | undefined;
  /** SID or unique name. */
  readonly taskChannel?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly virtualStartTime?: number | undefined;
}

async function changedColumns(
  tx: Transaction,
  task: TaskRow,
  change: TaskChange,
): Promise<Partial<TaskRow> | null> {
  const { attributes, priority, taskChannel, virtualStartTime } = change;
  const columns: Partial<TaskRow> = {};
  if (attributes !== undefined) columns.attributes = attributes;
  if (priority !== undefined) columns.priority = priority;
  if (virtualStartTime !== undefined) columns.virtual_start_time = virtualStartTime;
  if (taskChannel !== undefined) {
    const place = { accountSid: task.account_sid, workspaceSid: task.workspace_sid };
    const channel = await findTaskChannel(tx.db, place, taskChannel);
    if (channel === undefined) {
      throw invalidParameter('TaskChannel', `the workspace has no task channel ${taskChannel}`);
    }
    columns.task_channel_sid = channel.sid;
  }
  if (Object.keys(columns).length === 0) return null;
  // Other attributes may belong into another filter, so a waiting task enters its workflow anew.
  const isEvaluatedAnew = attributes !== undefined && attributes !== task.attributes;
  return isEvaluatedAnew && task.waits === 1
    ? { ...columns, filter_index: null, target_index: null }
    : columns;
}

async function changeFacts(
  tx: Transaction,
  task: TaskRow,
  change: TaskChange,
  ifMatch: string | null,
): Promise<void> {
  const columns = await changedColumns(tx, task, change);
  if (columns === null) return;
  let query = tx.db
    .updateTable('tasks')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1), date_updated: tx.now }))
    .where('sid', '=', task.sid);
  if (ifMatch !== null) query = query.where('version', '=', versionOf(ifMatch));
  const updated = await query.returningAll().executeTakeFirst();
  if (updated === undefined) throw apiError(20412);
  recordTask(tx, 'task.updated', updated);
}

async function changeStatus(tx: Transaction, task: TaskRow, change: TaskChange): Promise<void> {
  const reason = change.reason ?? null;
  switch (change.status) {
    case undefined:
      return;
    case 'canceled':
      await cancelTask(tx, task, reason);
      return;
    case 'wrapping':
      await wrapUpTask(tx, task, reason);
      return;
    case 'completed':
      await completeTask(tx, task, reason);
      return;
    default:
      throw invalidParameter('AssignmentStatus', `a task cannot be set to ${change.status}`);
  }
}

/**
 * Changes a task (TaskRouter "Task resource"). Attributes and a move to wrapping or completed are two requests:
 * 400/20001 when they come in one. 412/20412 for another version than `ifMatch`.
 */
export async function updateTask(
  tx: Transaction,
  place: ObjectPlace,
  change: TaskChange,
  ifMatch: string | null,
): Promise<TaskView> {
  const task = await requireTask(tx.db, place.accountSid, place.workspaceSid, place.sid);
  refuseOtherVersion(task, ifMatch);
  if (change.attributes !== undefined && (change.status === 'wrapping' || change.status === 'completed')) {
    throw invalidParameter('Attributes', `they cannot be changed together with a move to ${change.status}`);
  }
  await changeFacts(tx, task, change, ifMatch);
  await changeStatus(tx, task, change);
  const view = await findTaskView(tx.db, place.accountSid, place.workspaceSid, place.sid);
  if (view === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Tasks/${place.sid}`);
  return view;
}
