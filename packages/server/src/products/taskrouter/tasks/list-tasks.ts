// The filters of the list of tasks.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { compileExpression, type JsonObject } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskStatus } from '#storage/schema/taskrouter.ts';
import { selectTaskViews } from './find-task.ts';

/** What the tasks listed must satisfy; what is null does not limit them. */
export interface TaskFilters {
  readonly priority: number | null;
  readonly statuses: readonly TaskStatus[] | null;
  readonly workflowSid: string | null;
  readonly workflowName: string | null;
  readonly taskQueueSid: string | null;
  readonly taskQueueName: string | null;
  readonly routingTarget: string | null;
  readonly hasAddons: boolean | null;
  /** Expression over the attributes of tasks. */
  readonly attributesMatch: string | null;
}

/** Tasks an expression may find: each is a parameter of the statement that reads the page. */
const MOST_MATCHES = 20_000;

function filtered(db: Reader, accountSid: string, workspaceSid: string, filters: TaskFilters) {
  let query = selectTaskViews(db)
    .where('tasks.workspace_sid', '=', workspaceSid)
    .where('tasks.account_sid', '=', accountSid);
  const { priority, statuses, workflowSid, workflowName, taskQueueSid, taskQueueName } = filters;
  if (priority !== null) query = query.where('tasks.priority', '=', priority);
  if (statuses !== null) query = query.where('tasks.assignment_status', 'in', statuses);
  if (workflowSid !== null) query = query.where('tasks.workflow_sid', '=', workflowSid);
  if (workflowName !== null) query = query.where('workflows.friendly_name', '=', workflowName);
  if (taskQueueSid !== null) query = query.where('tasks.task_queue_sid', '=', taskQueueSid);
  if (taskQueueName !== null) query = query.where('task_queues.friendly_name', '=', taskQueueName);
  if (filters.routingTarget !== null) query = query.where('tasks.routing_target', '=', filters.routingTarget);
  // No task has add-ons here.
  return filters.hasAddons === true ? query.where('tasks.sid', '=', '') : query;
}

/** The tasks of a workspace that satisfy the filters. */
export async function listTasks(db: Reader, accountSid: string, workspaceSid: string, filters: TaskFilters) {
  const query = filtered(db, accountSid, workspaceSid, filters);
  if (filters.attributesMatch === null) return query;
  const matches = compileExpression(filters.attributesMatch);
  const candidates = await query.clearSelect().select(['tasks.sid', 'tasks.attributes']).execute();
  const found = candidates.flatMap(({ sid, attributes }) =>
    matches({ attributes: readAttributes(attributes) as JsonObject }) ? [sid] : [],
  );
  if (found.length > MOST_MATCHES) {
    throw invalidParameter('EvaluateTaskAttributes', `more than ${MOST_MATCHES} tasks match; filter further`);
  }
  return query.where('tasks.sid', 'in', ['', ...found]);
}
