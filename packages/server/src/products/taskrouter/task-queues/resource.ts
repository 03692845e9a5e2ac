// The TaskQueue resource of TaskRouter.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { int, oneOf, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { expression } from '../expression-parameter.ts';
import { ordering } from '../ordering.ts';
import { placeOf } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { createTaskQueue, removeTaskQueue, type TaskQueueSettings, updateTaskQueue } from './commands.ts';
import { findTaskQueue, selectTaskQueueViews, type TaskQueueView } from './find-task-queue.ts';
import { matchingQueues } from './matching-queues.ts';

/** Workers a task can be offered to at once (TaskRouter "limits"). */
const MOST_RESERVED = 50;

const settings = {
  TargetWorkers: expression().nullish(),
  MaxReservedWorkers: int(1, MOST_RESERVED).nullish(),
  TaskOrder: oneOf(['FIFO', 'LIFO']).nullish(),
  ReservationActivitySid: sid('WA').nullish(),
  AssignmentActivitySid: sid('WA').nullish(),
};

const queueCreate = z.object({ ...settings, FriendlyName: text(64) });
const queueUpdate = z.object({ ...settings, FriendlyName: text(64).nullish() });

const queueFilters = z.object({
  FriendlyName: z.string().nullish(),
  EvaluateWorkerAttributes: z.string().nullish(),
  WorkerSid: z.string().nullish(),
  Ordering: ordering(
    { DateCreated: 'task_queues.sid', DateUpdated: 'task_queues.date_updated' },
    'task_queues.sid',
  ).nullish(),
});

/** An empty `TargetWorkers` is an expression of its own: no worker ever. */
function settingsFrom(input: z.output<typeof queueUpdate>): TaskQueueSettings {
  return {
    targetWorkers: input.TargetWorkers === null ? '' : input.TargetWorkers,
    maxReservedWorkers: input.MaxReservedWorkers ?? undefined,
    taskOrder: input.TaskOrder ?? undefined,
    reservationActivitySid: input.ReservationActivitySid ?? undefined,
    assignmentActivitySid: input.AssignmentActivitySid ?? undefined,
  };
}

function activityLinks(row: TaskQueueView, workspace: string): Record<string, string> {
  const { reservation_activity_sid: reserving, assignment_activity_sid: assigning } = row;
  return {
    ...(assigning === null ? {} : { assignment_activity: `${workspace}/Activities/${assigning}` }),
    ...(reserving === null ? {} : { reservation_activity: `${workspace}/Activities/${reserving}` }),
  };
}

function presentTaskQueue(row: TaskQueueView, { base }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  const url = `${workspace}/TaskQueues/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    target_workers: row.target_workers,
    max_reserved_workers: row.max_reserved_workers,
    task_order: row.task_order,
    reservation_activity_sid: row.reservation_activity_sid,
    reservation_activity_name: row.reservation_activity_name,
    assignment_activity_sid: row.assignment_activity_sid,
    assignment_activity_name: row.assignment_activity_name,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: {
      ...activityLinks(row, workspace),
      workspace,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      list_statistics: `${workspace}/TaskQueues/Statistics`,
      bulk_real_time_statistics: `${workspace}/TaskQueues/RealTimeStatistics`,
    },
  };
}

export const taskQueueResource: Resource<TaskQueueView> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/TaskQueues',
  key: 'task_queues',
  present: presentTaskQueue,
  create: write(queueCreate, (tx, { accountSid, params, input }) =>
    createTaskQueue(tx, {
      accountSid,
      workspaceSid: params['WorkspaceSid']!,
      friendlyName: input.FriendlyName,
      ...settingsFrom(input),
    }),
  ),
  list: list(
    queueFilters,
    async (db, { accountSid, params, input }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      let query = selectTaskQueueViews(db, accountSid, workspace.sid);
      if (input.FriendlyName) query = query.where('task_queues.friendly_name', '=', input.FriendlyName);
      const matching = await matchingQueues(db, workspace, {
        workerSid: input.WorkerSid ?? null,
        evaluateWorkerAttributes: input.EvaluateWorkerAttributes ?? null,
      });
      return { query: matching === null ? query : query.where('task_queues.sid', 'in', ['', ...matching]) };
    },
    ({ input }) => input.Ordering ?? [{ column: 'task_queues.sid', direction: 'asc' }],
  ),
  fetch: read((db, call) => findTaskQueue(db, placeOf(call))),
  update: write(queueUpdate, (tx, call) =>
    updateTaskQueue(tx, placeOf(call), {
      friendlyName: call.input.FriendlyName ?? undefined,
      ...settingsFrom(call.input),
    }),
  ),
  remove: removal((tx, call) => removeTaskQueue(tx, placeOf(call))),
};
