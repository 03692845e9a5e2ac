// Creating, changing and removing task queues.
import { appendEvent } from '#events/event-log.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { QueueOrder, TaskQueueRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { queuesOf } from '../routing/plan.ts';
import { planOf } from '../routing/plans.ts';
import { OPEN_TASK_STATUSES } from '../tasks/lifecycle.ts';
import { requireNamedActivity } from '../workers/change-activity.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { findTaskQueue, type TaskQueueView } from './find-task-queue.ts';

/** Queues of a workspace at most (TaskRouter "limits"). */
const LIMIT = 5_000;

/** The settings of a queue; what is left out keeps its value, or takes the default in a new queue. */
export interface TaskQueueSettings {
  /** Expression over worker attributes; the empty one has no worker. `1==1` in a new queue. */
  readonly targetWorkers?: string | undefined;
  /** Workers a task is offered to at once, 1 to 50. */
  readonly maxReservedWorkers?: number | undefined;
  readonly taskOrder?: QueueOrder | undefined;
  readonly reservationActivitySid?: string | undefined;
  readonly assignmentActivitySid?: string | undefined;
}

/** A queue about to be made. */
export interface NewTaskQueue extends TaskQueueSettings {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly friendlyName: string;
}

type QueueEvent =
  | 'task-queue.created'
  | 'task-queue.updated'
  | 'task-queue.expression.updated'
  | 'task-queue.deleted';

function record(tx: Transaction, type: QueueEvent, queue: TaskQueueRow): void {
  appendEvent(tx, {
    type,
    accountSid: queue.account_sid,
    subjectSid: queue.sid,
    data: {
      workspaceSid: queue.workspace_sid,
      friendlyName: queue.friendly_name,
      targetWorkers: queue.target_workers,
    },
  });
}

async function refuseForeignActivities(
  tx: Transaction,
  workspaceSid: string,
  { reservationActivitySid, assignmentActivitySid }: TaskQueueSettings,
): Promise<void> {
  if (reservationActivitySid !== undefined) {
    await requireNamedActivity(tx.db, workspaceSid, reservationActivitySid, 'ReservationActivitySid');
  }
  if (assignmentActivitySid !== undefined) {
    await requireNamedActivity(tx.db, workspaceSid, assignmentActivitySid, 'AssignmentActivitySid');
  }
}

async function viewOf(tx: Transaction, queue: TaskQueueRow): Promise<TaskQueueView> {
  const place = { accountSid: queue.account_sid, workspaceSid: queue.workspace_sid, sid: queue.sid };
  const view = await findTaskQueue(tx.db, place);
  if (view === undefined) throw notFound(`/Workspaces/${queue.workspace_sid}/TaskQueues/${queue.sid}`);
  return view;
}

/** Makes a queue; 400/20001 when the workspace has 5,000 or lacks an activity named. */
export async function createTaskQueue(tx: Transaction, given: NewTaskQueue): Promise<TaskQueueView> {
  const workspace = await requireWorkspace(tx.db, given.accountSid, given.workspaceSid);
  await refuseForeignActivities(tx, workspace.sid, given);
  const { count } = await tx.db
    .selectFrom('task_queues')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_sid', '=', workspace.sid)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMIT) throw apiError(20001, `A workspace has at most ${LIMIT} task queues`);
  const queue: TaskQueueRow = {
    sid: newSid('WQ'),
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    friendly_name: given.friendlyName,
    target_workers: given.targetWorkers ?? '1==1',
    max_reserved_workers: given.maxReservedWorkers ?? 1,
    task_order: given.taskOrder ?? 'FIFO',
    reservation_activity_sid: given.reservationActivitySid ?? null,
    assignment_activity_sid: given.assignmentActivitySid ?? null,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('task_queues').values(queue).execute();
  record(tx, 'task-queue.created', queue);
  return viewOf(tx, queue);
}

/** What a caller may change of a queue. */
export interface TaskQueueChange extends TaskQueueSettings {
  readonly friendlyName?: string | undefined;
}

function changedColumns(change: TaskQueueChange): Partial<TaskQueueRow> {
  const columns = {
    friendly_name: change.friendlyName,
    target_workers: change.targetWorkers,
    max_reserved_workers: change.maxReservedWorkers,
    task_order: change.taskOrder,
    reservation_activity_sid: change.reservationActivitySid,
    assignment_activity_sid: change.assignmentActivitySid,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** Changes a queue; tasks that wait in it are looked at again. */
export async function updateTaskQueue(
  tx: Transaction,
  place: ObjectPlace,
  change: TaskQueueChange,
): Promise<TaskQueueView> {
  const queue = await findTaskQueue(tx.db, place);
  if (queue === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/TaskQueues/${place.sid}`);
  await refuseForeignActivities(tx, place.workspaceSid, change);
  const updated = await tx.db
    .updateTable('task_queues')
    .set({ ...changedColumns(change), date_updated: tx.now })
    .where('sid', '=', queue.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  const isExpression = updated.target_workers !== queue.target_workers;
  record(tx, isExpression ? 'task-queue.expression.updated' : 'task-queue.updated', updated);
  return viewOf(tx, updated);
}

/** Removes a queue; 400/20001 while a workflow leads into it or an open task is in it. */
export async function removeTaskQueue(tx: Transaction, place: ObjectPlace): Promise<void> {
  const queue = await findTaskQueue(tx.db, place);
  if (queue === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/TaskQueues/${place.sid}`);
  const workflows = await tx.db
    .selectFrom('workflows')
    .select(['sid', 'configuration'])
    .where('workspace_sid', '=', place.workspaceSid)
    .execute();
  const user = workflows.find((workflow) => queuesOf(planOf(workflow.configuration)).has(queue.sid));
  if (user !== undefined) throw apiError(20001, `Task queue ${queue.sid} is used by workflow ${user.sid}`);
  const task = await tx.db
    .selectFrom('tasks')
    .select('sid')
    .where('task_queue_sid', '=', queue.sid)
    .where('assignment_status', 'in', OPEN_TASK_STATUSES)
    .limit(1)
    .executeTakeFirst();
  if (task !== undefined) throw apiError(20001, `Task queue ${queue.sid} holds task ${task.sid}`);
  await tx.db.deleteFrom('task_queues').where('sid', '=', queue.sid).execute();
  record(tx, 'task-queue.deleted', queue);
}
