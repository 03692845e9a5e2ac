// The statistics of a workflow: of the present, within a window of time, and both.
import { type Call, type Presentation, readAsAsked } from '#http/operations.ts';
import { action, type Route } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { findWorkflow } from '../workflows/commands.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { askCumulativeOf } from './ask-cumulative.ts';
import { cumulativeParameters, namedTaskChannel, presentParameters } from './parameters.ts';
import { presentTasks, presentWorkflowFigures } from './present.ts';
import { readTaskFigures } from './task-figures.ts';

const PATH = '/v1/Workspaces/{WorkspaceSid}/Workflows/{WorkflowSid}';

interface Place {
  readonly workspace: WorkspaceRow;
  readonly workflowSid: string;
}

async function placeOf(
  db: Reader,
  { accountSid, params }: Pick<Call, 'accountSid' | 'params'>,
): Promise<Place> {
  const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
  const sid = params['WorkflowSid']!;
  const workflow = await findWorkflow(db, { accountSid, workspaceSid: workspace.sid, sid });
  if (workflow === undefined) throw notFound(`/Workspaces/${workspace.sid}/Workflows/${sid}`);
  return { workspace, workflowSid: workflow.sid };
}

async function readPresent(db: Reader, place: Place, channel: string | null | undefined) {
  const taskChannelSid = await namedTaskChannel(db, place.workspace, channel);
  return readTaskFigures(db, { ...place, taskChannelSid });
}

function identity({ workspace, workflowSid }: Place, { base }: Presentation, resource: string) {
  return {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    workflow_sid: workflowSid,
    url: `${workspaceUrl(base, workspace.sid)}/Workflows/${workflowSid}/${resource}`,
  };
}

const both = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/Statistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const place = await placeOf(db, call);
    const figures = await askCumulativeOf(db, place.workspace, place.workflowSid, call.input, call.now);
    return { place, figures, tasks: await readPresent(db, place, call.input.TaskChannel) };
  }),
  ({ place, figures, tasks }, presentation) => ({
    ...identity(place, presentation, 'Statistics'),
    cumulative: presentWorkflowFigures(figures),
    realtime: presentTasks(tasks, presentation.now),
  }),
);

const realTime = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/RealTimeStatistics` },
  readAsAsked(presentParameters, async (db, call) => {
    const place = await placeOf(db, call);
    return { place, tasks: await readPresent(db, place, call.input.TaskChannel) };
  }),
  ({ place, tasks }, presentation) => ({
    ...identity(place, presentation, 'RealTimeStatistics'),
    ...presentTasks(tasks, presentation.now),
  }),
);

const cumulative = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/CumulativeStatistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const place = await placeOf(db, call);
    const figures = await askCumulativeOf(db, place.workspace, place.workflowSid, call.input, call.now);
    return { place, figures };
  }),
  ({ place, figures }, presentation) => ({
    ...identity(place, presentation, 'CumulativeStatistics'),
    ...presentWorkflowFigures(figures),
  }),
);

/** The routes of the statistics of workflows. */
export const workflowStatistics: readonly Route[] = [both, realTime, cumulative];
