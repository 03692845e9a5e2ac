// The Workflow resource of TaskRouter.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { int, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { WorkflowRow } from '#storage/schema/taskrouter.ts';
import { flag } from '../flag.ts';
import { placeOf } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import {
  createWorkflow,
  findWorkflow,
  removeWorkflow,
  updateWorkflow,
  type WorkflowSettings,
} from './commands.ts';

/** Longest time, in seconds, an offer may stay unanswered. */
const LONGEST_RESERVATION = 86_400;

const settings = {
  AssignmentCallbackUrl: url().nullish(),
  FallbackAssignmentCallbackUrl: url().nullish(),
  TaskReservationTimeout: int(1, LONGEST_RESERVATION).nullish(),
};

const workflowCreate = z.object({ ...settings, FriendlyName: text(64), Configuration: z.string() });

const workflowUpdate = z.object({
  ...settings,
  FriendlyName: text(64).nullish(),
  Configuration: z.string().nullish(),
  ReEvaluateTasks: flag().nullish(),
});

function settingsFrom(input: z.output<z.ZodObject<typeof settings>>): WorkflowSettings {
  return {
    assignmentCallbackUrl: input.AssignmentCallbackUrl,
    fallbackAssignmentCallbackUrl: input.FallbackAssignmentCallbackUrl,
    taskReservationTimeout: input.TaskReservationTimeout ?? undefined,
  };
}

function presentWorkflow(row: WorkflowRow, { base }: Presentation) {
  const url = `${workspaceUrl(base, row.workspace_sid)}/Workflows/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    configuration: row.configuration,
    document_content_type: 'application/json',
    assignment_callback_url: row.assignment_callback_url,
    fallback_assignment_callback_url: row.fallback_assignment_callback_url,
    task_reservation_timeout: row.task_reservation_timeout,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: {
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
    },
  };
}

export const workflowResource: Resource<WorkflowRow> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Workflows',
  key: 'workflows',
  present: presentWorkflow,
  create: write(workflowCreate, (tx, { accountSid, params, input }) =>
    createWorkflow(tx, {
      accountSid,
      workspaceSid: params['WorkspaceSid']!,
      friendlyName: input.FriendlyName,
      configuration: input.Configuration,
      ...settingsFrom(input),
    }),
  ),
  list: list(z.object({ FriendlyName: z.string().nullish() }), async (db, { accountSid, params, input }) => {
    const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
    const query = db.selectFrom('workflows').selectAll().where('workspace_sid', '=', workspace.sid);
    return { query: input.FriendlyName ? query.where('friendly_name', '=', input.FriendlyName) : query };
  }),
  fetch: read((db, call) => findWorkflow(db, placeOf(call))),
  update: write(workflowUpdate, (tx, call) =>
    updateWorkflow(tx, placeOf(call), {
      friendlyName: call.input.FriendlyName ?? undefined,
      configuration: call.input.Configuration ?? undefined,
      reEvaluateTasks: call.input.ReEvaluateTasks ?? undefined,
      ...settingsFrom(call.input),
    }),
  ),
  remove: removal((tx, call) => removeWorkflow(tx, placeOf(call))),
};
