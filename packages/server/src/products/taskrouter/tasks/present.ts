// The JSON of a task.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import type { TaskView } from './find-task.ts';

function linksOf(row: TaskView, workspace: string, url: string): Record<string, string> {
  return {
    ...(row.task_queue_sid === null ? {} : { task_queue: `${workspace}/TaskQueues/${row.task_queue_sid}` }),
    ...(row.workflow_sid === null ? {} : { workflow: `${workspace}/Workflows/${row.workflow_sid}` }),
    workspace,
    reservations: `${url}/Reservations`,
  };
}

/** The Task resource of TaskRouter. `age` is in seconds. */
export function presentTask(row: TaskView, { base, now }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  const url = `${workspace}/Tasks/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    age: Math.max(0, Math.floor((now - row.date_created) / 1_000)),
    assignment_status: row.assignment_status,
    attributes: row.attributes,
    addons: '{}',
    priority: row.priority,
    reason: row.reason,
    timeout: row.timeout,
    task_queue_sid: row.task_queue_sid,
    task_queue_friendly_name: row.task_queue_friendly_name,
    task_queue_entered_date: isoDate(row.task_queue_entered_date),
    task_channel_sid: row.task_channel_sid,
    task_channel_unique_name: row.task_channel_unique_name,
    workflow_sid: row.workflow_sid,
    workflow_friendly_name: row.workflow_friendly_name,
    virtual_start_time: isoDate(row.virtual_start_time),
    ignore_capacity: row.ignore_capacity === 1,
    routing_target: row.routing_target,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: linksOf(row, workspace, url),
  };
}
