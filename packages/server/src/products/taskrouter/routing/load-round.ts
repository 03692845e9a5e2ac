// Reads what a round of routing needs to know of a workspace: a constant number of statements, however many
// tasks and workers there are.
import { readAttributes } from '#kernel/attributes.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';
import { isSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow, WorkflowRow, WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { selectWorkerViews } from '../workers/find-worker.ts';
import { workerDocument } from '../workers/worker-document.ts';
import type { Round, WaitingTask } from './decide.ts';
import type { Plan } from './plan.ts';
import { directPlan, planOf } from './plans.ts';
import { type Route, targetOf } from './route.ts';
import type { Trigger } from './trigger.ts';
import { type ChannelState, type WorkerState, Workforce } from './workforce.ts';

/** A round with the rows behind its tasks. */
export interface LoadedRound extends Round {
  readonly tasks: readonly WaitingTask[];
  readonly rows: ReadonlyMap<string, TaskRow>;
  /** Seconds an offer may stay unanswered, by workflow. */
  readonly reservationTimeouts: ReadonlyMap<string, number>;
}

/** Those of the workers who could take another task of some channel now. */
async function readyWorkers(
  tx: Transaction,
  workspaceSid: string,
  workerSids: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (workerSids.size === 0) return new Set();
  const rows = await tx.db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .innerJoin('worker_channels', 'worker_channels.worker_sid', 'workers.sid')
    .select('workers.sid')
    .distinct()
    .where('workers.workspace_sid', '=', workspaceSid)
    .where('workers.sid', 'in', [...workerSids])
    .where('activities.available', '=', 1)
    .where('worker_channels.available', '=', 1)
    .whereRef('worker_channels.assigned_tasks', '<', 'worker_channels.capacity')
    .execute();
  return new Set(rows.map((row) => row.sid));
}

function pendingTasks(
  tx: Transaction,
  workspaceSid: string,
  trigger: Trigger,
  hasReadyWorkers: boolean,
): Promise<TaskRow[]> {
  const query = tx.db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_sid', '=', workspaceSid)
    .where('assignment_status', '=', 'pending');
  if (hasReadyWorkers) return query.execute();
  const { tasks, queues, workflows } = trigger;
  return query
    .where((eb) =>
      eb.or([
        ...(tasks.size === 0 ? [] : [eb('sid', 'in', [...tasks])]),
        ...(queues.size === 0 ? [] : [eb('task_queue_sid', 'in', [...queues])]),
        ...(workflows.size === 0 ? [] : [eb('workflow_sid', 'in', [...workflows])]),
      ]),
    )
    .execute();
}

function isFresh(row: TaskRow, { tasks, queues, workflows }: Trigger): boolean {
  return (
    tasks.has(row.sid) ||
    (row.task_queue_sid !== null && queues.has(row.task_queue_sid)) ||
    (row.workflow_sid !== null && workflows.has(row.workflow_sid))
  );
}

async function loadWorkers(
  tx: Transaction,
  workspace: WorkspaceRow,
  only: ReadonlySet<string> | null,
): Promise<WorkerState[]> {
  let workers = selectWorkerViews(tx.db, workspace.account_sid, workspace.sid);
  let channels = tx.db.selectFrom('worker_channels').selectAll().where('workspace_sid', '=', workspace.sid);
  if (only !== null) {
    workers = workers.where('workers.sid', 'in', [...only]);
    channels = channels.where('worker_sid', 'in', [...only]);
  }
  const byWorker = new Map<string, Map<string, ChannelState>>();
  for (const row of await channels.execute()) {
    const states = byWorker.get(row.worker_sid) ?? new Map<string, ChannelState>();
    byWorker.set(row.worker_sid, states);
    states.set(row.task_channel_sid, {
      isAvailable: row.available === 1,
      free: row.capacity - row.assigned_tasks,
    });
  }
  return (await workers.execute()).map((row) => ({
    sid: row.sid,
    document: workerDocument(row),
    activitySid: row.activity_sid,
    isAvailable: row.available === 1,
    statusChangedAt: row.date_status_changed,
    lastOffer: row.last_offer,
    channels: byWorker.get(row.sid) ?? new Map(),
  }));
}

async function loadQueues(tx: Transaction, workspaceSid: string) {
  const rows = await tx.db
    .selectFrom('task_queues')
    .selectAll()
    .where('workspace_sid', '=', workspaceSid)
    .execute();
  return rows.map((row) => ({
    sid: row.sid,
    targetWorkers: row.target_workers,
    order: row.task_order,
    maxReservedWorkers: row.max_reserved_workers,
  }));
}

function planFor(row: TaskRow, workflows: ReadonlyMap<string, WorkflowRow>): Plan {
  const target = row.routing_target;
  if (target !== null && isSid(target, 'WK')) return directPlan(row.task_queue_sid, target);
  if (target !== null && isSid(target, 'WQ')) return directPlan(target, null);
  const workflow = row.workflow_sid === null ? undefined : workflows.get(row.workflow_sid);
  return workflow === undefined ? directPlan(row.task_queue_sid, null) : planOf(workflow.configuration);
}

function routeOf(row: TaskRow): Route | null {
  const { filter_index: filter, target_index: target, workflow_entered_at: enteredAt } = row;
  if (filter === null || target === null || enteredAt === null) return null;
  const { timeouts_passed: timeoutsPassed, is_timed_out: timedOut } = row;
  return { filter, target, enteredAt, timeoutsPassed, isTimedOut: timedOut === 1 };
}

/** Where a task is; one whose place an edited workflow no longer has stays in its queue. */
function placeOf(row: TaskRow, plan: Plan): Pick<WaitingTask, 'plan' | 'route'> {
  const route = routeOf(row);
  const isThere = route === null || targetOf(plan, route)?.queueSid === row.task_queue_sid;
  if (isThere) return { plan, route };
  return { plan: directPlan(row.task_queue_sid, null), route: { ...route, filter: 0, target: 0 } };
}

function waitingTask(row: TaskRow, plan: Plan, trigger: Trigger): WaitingTask {
  return {
    sid: row.sid,
    document: readAttributes(row.attributes) as JsonObject,
    ...placeOf(row, plan),
    taskChannelSid: row.task_channel_sid,
    queueSid: row.task_queue_sid,
    priority: row.priority,
    virtualStartTime: row.virtual_start_time,
    ignoresCapacity: row.ignore_capacity === 1,
    isFresh: isFresh(row, trigger),
  };
}

/** Reads a round for what the trigger names; null when there is nothing to decide. */
export async function loadRound(
  tx: Transaction,
  workspaceSid: string,
  trigger: Trigger,
): Promise<LoadedRound | null> {
  const ready = await readyWorkers(tx, workspaceSid, trigger.workers);
  const isAboutTasks = trigger.tasks.size + trigger.queues.size + trigger.workflows.size > 0;
  if (ready.size === 0 && !isAboutTasks) return null;
  const rows = await pendingTasks(tx, workspaceSid, trigger, ready.size > 0);
  if (rows.length === 0) return null;
  const workspace = await tx.db
    .selectFrom('workspaces')
    .selectAll()
    .where('sid', '=', workspaceSid)
    .executeTakeFirst();
  if (workspace === undefined) return null;
  const workflows = await tx.db
    .selectFrom('workflows')
    .selectAll()
    .where('workspace_sid', '=', workspaceSid)
    .execute();
  const bySid = new Map(workflows.map((workflow) => [workflow.sid, workflow]));
  const tasks = rows.map((row) => waitingTask(row, planFor(row, bySid), trigger));
  const needsAll = tasks.some((task) => task.isFresh || task.route === null);
  const workers = await loadWorkers(tx, workspace, needsAll ? null : ready);
  return {
    workforce: new Workforce(workers, await loadQueues(tx, workspaceSid)),
    changedWorkers: ready,
    prioritized: workspace.prioritize_queue_order,
    now: tx.now,
    tasks,
    rows: new Map(rows.map((row) => [row.sid, row])),
    reservationTimeouts: new Map(workflows.map((row) => [row.sid, row.task_reservation_timeout])),
  };
}
