// The Task resource of TaskRouter.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { bool, date, int, list as listOf, oneOf, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { TaskStatus } from '#storage/schema/taskrouter.ts';
import { attributes } from '../attributes.ts';
import { expression } from '../expression-parameter.ts';
import { flag } from '../flag.ts';
import { ordering } from '../ordering.ts';
import { placeOf } from '../place.ts';
import { refuseOtherVersion } from '../version-check.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { createTask } from './create-task.ts';
import { findTaskView, requireTask, type TaskView } from './find-task.ts';
import { listTasks } from './list-tasks.ts';
import { presentTask } from './present.ts';
import { removeTask } from './remove-task.ts';
import { updateTask } from './update-task.ts';
import { refuseUnusableStart } from './virtual-start.ts';

/** Longest time to live of a task in seconds: two weeks (TaskRouter "limits"). */
const LONGEST_TIMEOUT = 1_209_600;
const HIGHEST_PRIORITY = 2 ** 31 - 1;

const STATUSES = ['pending', 'reserved', 'assigned', 'canceled', 'completed', 'wrapping'] as const;

const priority = () => int(0, HIGHEST_PRIORITY).nullish();

const taskCreate = z.object({
  Timeout: int(1, LONGEST_TIMEOUT).nullish(),
  Priority: priority(),
  TaskChannel: text(64).nullish(),
  WorkflowSid: sid('WW').nullish(),
  Attributes: attributes().nullish(),
  VirtualStartTime: date().nullish(),
  RoutingTarget: text(64).nullish(),
  IgnoreCapacity: flag().nullish(),
  TaskQueueSid: sid('WQ').nullish(),
});

const taskUpdate = z.object({
  Attributes: attributes().nullish(),
  AssignmentStatus: oneOf(STATUSES).nullish(),
  Reason: text().nullish(),
  Priority: priority(),
  TaskChannel: text(64).nullish(),
  VirtualStartTime: date().nullish(),
});

const taskFilters = z.object({
  Priority: priority(),
  AssignmentStatus: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').map((word) => word.trim()) : value),
      listOf(oneOf(STATUSES)),
    )
    .nullish(),
  WorkflowSid: z.string().nullish(),
  WorkflowName: z.string().nullish(),
  TaskQueueSid: z.string().nullish(),
  TaskQueueName: z.string().nullish(),
  EvaluateTaskAttributes: expression().nullish(),
  RoutingTarget: z.string().nullish(),
  Ordering: ordering(
    {
      DateCreated: 'tasks.sid',
      Priority: 'tasks.priority',
      VirtualStartTime: 'tasks.virtual_start_time',
    },
    'tasks.sid',
  ).nullish(),
  HasAddons: bool().nullish(),
});

export const taskResource: Resource<TaskView> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Tasks',
  key: 'tasks',
  present: presentTask,
  etag: (row) => row.version,
  create: write(taskCreate, async (tx, { accountSid, params, input, now }) => {
    refuseUnusableStart(input.VirtualStartTime, now);
    const workspaceSid = params['WorkspaceSid']!;
    const task = await createTask(tx, {
      accountSid,
      workspaceSid,
      workflowSid: input.WorkflowSid ?? null,
      taskChannel: input.TaskChannel ?? null,
      attributes: input.Attributes ?? null,
      priority: input.Priority ?? null,
      timeout: input.Timeout ?? null,
      virtualStartTime: input.VirtualStartTime ?? null,
      routingTarget: input.RoutingTarget ?? null,
      ignoreCapacity: input.IgnoreCapacity ?? null,
      taskQueueSid: input.TaskQueueSid ?? null,
    });
    const view = await findTaskView(tx.db, accountSid, workspaceSid, task.sid);
    if (view === undefined) throw notFound(`/Workspaces/${workspaceSid}/Tasks/${task.sid}`);
    return view;
  }),
  list: list(
    taskFilters,
    async (db, { accountSid, params, input }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      const query = await listTasks(db, accountSid, workspace.sid, {
        priority: input.Priority ?? null,
        statuses: (input.AssignmentStatus as TaskStatus[] | null | undefined) ?? null,
        workflowSid: input.WorkflowSid ?? null,
        workflowName: input.WorkflowName ?? null,
        taskQueueSid: input.TaskQueueSid ?? null,
        taskQueueName: input.TaskQueueName ?? null,
        routingTarget: input.RoutingTarget ?? null,
        hasAddons: input.HasAddons ?? null,
        attributesMatch: input.EvaluateTaskAttributes ?? null,
      });
      return { query };
    },
    ({ input }) => input.Ordering ?? [{ column: 'tasks.sid', direction: 'asc' }],
  ),
  fetch: read((db, { accountSid, params }) =>
    findTaskView(db, accountSid, params['WorkspaceSid']!, params['Sid']!),
  ),
  update: write(taskUpdate, (tx, call) => {
    const { input } = call;
    refuseUnusableStart(input.VirtualStartTime, call.now);
    return updateTask(
      tx,
      placeOf(call),
      {
        attributes: input.Attributes ?? undefined,
        status: input.AssignmentStatus ?? undefined,
        reason: input.Reason ?? undefined,
        priority: input.Priority ?? undefined,
        taskChannel: input.TaskChannel ?? undefined,
        virtualStartTime: input.VirtualStartTime ?? undefined,
      },
      call.ifMatch,
    );
  }),
  remove: removal(async (tx, { accountSid, params, ifMatch }) => {
    const task = await requireTask(tx.db, accountSid, params['WorkspaceSid']!, params['Sid']!);
    refuseOtherVersion(task, ifMatch);
    await removeTask(tx, task, null);
  }),
};
