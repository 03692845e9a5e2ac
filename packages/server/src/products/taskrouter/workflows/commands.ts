// Creating, changing and removing workflows.
import { appendEvent } from '#events/event-log.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { WorkflowRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { type Plan, queuesOf } from '../routing/plan.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { ConfigurationError, readConfiguration } from './configuration.ts';
import { moveDeadlines } from './edited-deadlines.ts';

/** Seconds an offer may stay unanswered when the workflow says nothing. */
const DEFAULT_RESERVATION_TIMEOUT = 120;

/** The settings of a workflow; what is left out keeps its value, or takes the default in a new workflow. */
export interface WorkflowSettings {
  readonly assignmentCallbackUrl?: string | null | undefined;
  readonly fallbackAssignmentCallbackUrl?: string | null | undefined;
  /** Seconds. */
  readonly taskReservationTimeout?: number | undefined;
}

/** A workflow about to be made. */
export interface NewWorkflow extends WorkflowSettings {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly friendlyName: string;
  /** JSON text (TaskRouter "Workflow configuration"). */
  readonly configuration: string;
}

function record(
  tx: Transaction,
  type: 'workflow.created' | 'workflow.updated' | 'workflow.deleted',
  workflow: WorkflowRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: workflow.account_sid,
    subjectSid: workflow.sid,
    data: { workspaceSid: workflow.workspace_sid, friendlyName: workflow.friendly_name },
  });
}

/** A workflow of the workspace. */
export function findWorkflow(db: Reader, place: ObjectPlace): Promise<WorkflowRow | undefined> {
  return db
    .selectFrom('workflows')
    .selectAll()
    .where('sid', '=', place.sid)
    .where('workspace_sid', '=', place.workspaceSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
}

/**
 * The plan of a configuration. 400/20001, with the place of the mistake, for one that cannot be followed or that
 * leads into a queue the workspace does not have.
 */
export async function readUsableConfiguration(
  db: Reader,
  workspaceSid: string,
  configuration: string,
): Promise<Plan> {
  const plan = readPlan(configuration);
  const queues = [...queuesOf(plan)];
  if (queues.length === 0) return plan;
  const found = await db
    .selectFrom('task_queues')
    .select('sid')
    .where('workspace_sid', '=', workspaceSid)
    .where('sid', 'in', queues)
    .execute();
  const known = new Set(found.map((queue) => queue.sid));
  const unknown = queues.find((queue) => !known.has(queue));
  if (unknown !== undefined) {
    throw invalidParameter('Configuration', `the workspace has no task queue ${unknown}`);
  }
  return plan;
}

function readPlan(configuration: string): Plan {
  try {
    return readConfiguration(configuration);
  } catch (error) {
    if (error instanceof ConfigurationError) throw invalidParameter('Configuration', error.message);
    throw error;
  }
}

/** Makes a workflow; 400/20001 with the place of the mistake for a configuration that cannot be followed. */
export async function createWorkflow(tx: Transaction, given: NewWorkflow): Promise<WorkflowRow> {
  const workspace = await requireWorkspace(tx.db, given.accountSid, given.workspaceSid);
  await readUsableConfiguration(tx.db, workspace.sid, given.configuration);
  const workflow: WorkflowRow = {
    sid: newSid('WW'),
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    friendly_name: given.friendlyName,
    configuration: given.configuration,
    assignment_callback_url: given.assignmentCallbackUrl ?? null,
    fallback_assignment_callback_url: given.fallbackAssignmentCallbackUrl ?? null,
    task_reservation_timeout: given.taskReservationTimeout ?? DEFAULT_RESERVATION_TIMEOUT,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('workflows').values(workflow).execute();
  record(tx, 'workflow.created', workflow);
  return workflow;
}

/** What a caller may change of a workflow. */
export interface WorkflowChange extends WorkflowSettings {
  readonly friendlyName?: string | undefined;
  readonly configuration?: string | undefined;
  /** Send the tasks that wait in the workflow through it from the start. */
  readonly reEvaluateTasks?: boolean | undefined;
}

function changedColumns(change: WorkflowChange): Partial<WorkflowRow> {
  const columns = {
    friendly_name: change.friendlyName,
    configuration: change.configuration,
    assignment_callback_url: change.assignmentCallbackUrl,
    fallback_assignment_callback_url: change.fallbackAssignmentCallbackUrl,
    task_reservation_timeout: change.taskReservationTimeout,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/**
 * Changes a workflow. Tasks that wait in it keep their place, unless they are to be evaluated anew (TaskRouter
 * "Workflow resource", `ReEvaluateTasks`).
 */
export async function updateWorkflow(
  tx: Transaction,
  place: ObjectPlace,
  change: WorkflowChange,
): Promise<WorkflowRow> {
  const workflow = await findWorkflow(tx.db, place);
  if (workflow === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Workflows/${place.sid}`);
  if (change.configuration !== undefined) {
    await readUsableConfiguration(tx.db, place.workspaceSid, change.configuration);
  }
  const updated = await tx.db
    .updateTable('workflows')
    .set({ ...changedColumns(change), date_updated: tx.now })
    .where('sid', '=', workflow.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (change.reEvaluateTasks) {
    await tx.db
      .updateTable('tasks')
      .set({ filter_index: null, target_index: null })
      .where('workflow_sid', '=', workflow.sid)
      .where('assignment_status', 'in', ['pending', 'reserved'])
      .execute();
  } else if (change.configuration !== undefined) {
    await moveDeadlines(tx, workflow, change.configuration);
  }
  record(tx, 'workflow.updated', updated);
  return updated;
}

/** Removes a workflow; 400/20001 while tasks wait in it. */
export async function removeWorkflow(tx: Transaction, place: ObjectPlace): Promise<void> {
  const workflow = await findWorkflow(tx.db, place);
  if (workflow === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Workflows/${place.sid}`);
  const task = await tx.db
    .selectFrom('tasks')
    .select('sid')
    .where('workflow_sid', '=', workflow.sid)
    .where('assignment_status', 'in', ['pending', 'reserved'])
    .limit(1)
    .executeTakeFirst();
  if (task !== undefined) throw apiError(20001, `Task ${task.sid} waits in workflow ${workflow.sid}`);
  await tx.db.deleteFrom('workflows').where('sid', '=', workflow.sid).execute();
  record(tx, 'workflow.deleted', workflow);
}
