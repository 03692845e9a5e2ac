// Where a task can be transferred to, and how its way leads there.
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { TransferType } from '#storage/schema/transfers.ts';
import { firstQueue } from '../tasks/create-task.ts';

/** The target of a transfer with what the task takes on of it. */
export interface TransferTarget {
  readonly type: TransferType;
  readonly queueSid: string | null;
  readonly workflowSid: string | null;
}

function unknown(to: string) {
  return invalidParameter('To', `the workspace has no worker, task queue or workflow ${to}`);
}

/** The worker must be able to be offered the task now or once there is room: available, on the task's channel too. */
async function workerTarget(tx: Transaction, task: TaskRow, to: string): Promise<TransferTarget> {
  const worker = await tx.db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .leftJoin('worker_channels', (join) =>
      join
        .onRef('worker_channels.worker_sid', '=', 'workers.sid')
        .on('worker_channels.task_channel_sid', '=', task.task_channel_sid),
    )
    .select(['activities.available', 'worker_channels.available as takesChannel', 'worker_channels.capacity'])
    .where('workers.sid', '=', to)
    .where('workers.workspace_sid', '=', task.workspace_sid)
    .where('workers.account_sid', '=', task.account_sid)
    .executeTakeFirst();
  if (worker === undefined) throw unknown(to);
  if (worker.available === 0) throw apiError(20001, `Worker ${to} is not available for transfers`);
  if (worker.takesChannel !== 1 || !worker.capacity) {
    throw apiError(20001, `Worker ${to} takes no tasks of channel ${task.task_channel_sid}`);
  }
  return { type: 'WORKER', queueSid: task.task_queue_sid, workflowSid: task.workflow_sid };
}

async function queueTarget(tx: Transaction, task: TaskRow, to: string): Promise<TransferTarget> {
  const queue = await tx.db
    .selectFrom('task_queues')
    .select('sid')
    .where('sid', '=', to)
    .where('workspace_sid', '=', task.workspace_sid)
    .where('account_sid', '=', task.account_sid)
    .executeTakeFirst();
  if (queue === undefined) throw unknown(to);
  return { type: 'QUEUE', queueSid: to, workflowSid: task.workflow_sid };
}

async function workflowTarget(
  tx: Transaction,
  task: TaskRow,
  to: string,
  attributes: string,
): Promise<TransferTarget> {
  const workflow = await tx.db
    .selectFrom('workflows')
    .selectAll()
    .where('sid', '=', to)
    .where('workspace_sid', '=', task.workspace_sid)
    .where('account_sid', '=', task.account_sid)
    .executeTakeFirst();
  if (workflow === undefined) throw unknown(to);
  return { type: 'WORKFLOW', queueSid: firstQueue(workflow, attributes, tx.now), workflowSid: to };
}

/**
 * Reads where a task is to go. `attributes` are those it will have. 400/20001 for anything but a worker, queue or
 * workflow of its workspace, and for a worker who is unavailable or takes no tasks of its channel.
 */
export async function readTransferTarget(
  tx: Transaction,
  task: TaskRow,
  to: string,
  attributes: string,
): Promise<TransferTarget> {
  if (isSid(to, 'WK')) return workerTarget(tx, task, to);
  if (isSid(to, 'WQ')) return queueTarget(tx, task, to);
  if (isSid(to, 'WW')) return workflowTarget(tx, task, to, attributes);
  throw unknown(to);
}
