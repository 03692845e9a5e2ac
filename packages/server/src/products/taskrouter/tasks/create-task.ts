// Making a task.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter, missingParameter, notFound } from '#kernel/errors.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow, WorkflowRow } from '#storage/schema/taskrouter.ts';
import { planOf } from '../routing/plans.ts';
import { enter, targetOf } from '../routing/route.ts';
import { findTaskChannel } from '../task-channels/find-task-channel.ts';
import { findWorkspace } from '../workspaces/find-workspace.ts';
import { type DirectRoute, readRoutingTarget } from './routing-target.ts';
import { recordTask } from './task-events.ts';
import { startPhase } from './task-timers.ts';

/** Seconds a task waits when its creator says nothing. */
const DEFAULT_TIMEOUT = 86_400;

/** A task about to be made. */
export interface NewTask {
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** May be left out where the workspace has exactly one workflow. */
  readonly workflowSid?: string | null;
  /** SID or unique name of the task channel. */
  readonly taskChannel?: string | null;
  /** JSON object as text. */
  readonly attributes?: string | null;
  readonly priority?: number | null;
  /** Seconds before a task that nobody accepted is canceled. */
  readonly timeout?: number | null;
  /** Milliseconds since the epoch; orders the task as if it had been made then. */
  readonly virtualStartTime?: number | null;
  /** SID of a worker, queue or workflow the task is sent to directly. */
  readonly routingTarget?: string | null;
  readonly ignoreCapacity?: boolean | null;
  /** Cancels the task as soon as an offer of it ends unaccepted, where it is sent directly to a worker. */
  readonly endsWithOffer?: boolean;
  readonly taskQueueSid?: string | null;
}

/** The workflow named, else the only one of the workspace. */
async function workflowOf(tx: Transaction, task: NewTask, direct: DirectRoute): Promise<WorkflowRow | null> {
  const named = direct.workflowSid ?? task.workflowSid ?? null;
  let query = tx.db
    .selectFrom('workflows')
    .selectAll()
    .where('workspace_sid', '=', task.workspaceSid)
    .where('account_sid', '=', task.accountSid)
    .limit(2);
  if (named !== null) query = query.where('sid', '=', named);
  const [workflow, another] = await query.execute();
  if (workflow !== undefined && another === undefined) return workflow;
  if ((await findWorkspace(tx.db, task.accountSid, task.workspaceSid)) === undefined) {
    throw notFound(`/Workspaces/${task.workspaceSid}`);
  }
  if (named !== null) throw invalidParameter('WorkflowSid', `the workspace has no workflow ${named}`);
  if (direct.isDirect) return null;
  throw missingParameter('WorkflowSid');
}

/** The queue a task is going to wait in first; routing decides anew with the state of the workers at hand. */
export function firstQueue(workflow: WorkflowRow, attributes: string, now: number): string | null {
  const plan = planOf(workflow.configuration);
  const route = enter(plan, readAttributes(attributes) as JsonObject, now);
  return route === null ? null : (targetOf(plan, route)?.queueSid ?? null);
}

/**
 * Makes a task that waits to be routed. 404/20404 for an unknown workspace, 400/20001 when it has no such
 * workflow, task channel or routing target (TaskRouter "Task resource").
 */
export async function createTask(tx: Transaction, given: NewTask): Promise<TaskRow> {
  const direct = await readRoutingTarget(tx, given);
  const workflow = await workflowOf(tx, given, direct);
  const channel = await findTaskChannel(tx.db, given, given.taskChannel ?? 'default');
  if (channel === undefined) {
    throw invalidParameter(
      'TaskChannel',
      `the workspace has no task channel ${given.taskChannel ?? 'default'}`,
    );
  }
  const attributes = given.attributes ?? '{}';
  const queueSid =
    direct.queueSid ??
    (direct.isDirect || workflow === null ? null : firstQueue(workflow, attributes, tx.now));
  const task: TaskRow = {
    sid: newSid('WT'),
    account_sid: given.accountSid,
    workspace_sid: given.workspaceSid,
    workflow_sid: workflow?.sid ?? null,
    task_queue_sid: queueSid,
    task_channel_sid: channel.sid,
    assignment_status: 'pending',
    waits: 1,
    transfer_sid: null,
    attributes,
    priority: given.priority ?? 0,
    reason: null,
    timeout: given.timeout ?? DEFAULT_TIMEOUT,
    virtual_start_time: given.virtualStartTime ?? tx.now,
    routing_target: direct.target,
    ignore_capacity: direct.workerSid !== null && (given.ignoreCapacity ?? true) ? 1 : 0,
    ends_with_offer: direct.workerSid !== null && given.endsWithOffer === true ? 1 : 0,
    task_queue_entered_date: queueSid === null ? null : tx.now,
    filter_index: null,
    target_index: null,
    workflow_entered_at: null,
    timeouts_passed: 0,
    is_timed_out: 0,
    assignment_count: 0,
    version: 0,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('tasks').values(task).execute();
  await startPhase(tx, 'waiting', [task]);
  recordTask(tx, 'task.created', task);
  return task;
}
