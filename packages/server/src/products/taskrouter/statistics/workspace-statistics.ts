// The statistics of a workspace: of the present, within a window of time, and both.
import { type Call, type Presentation, readAsAsked } from '#http/operations.ts';
import { action, type Route } from '#http/resource.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { askCumulativeOf } from './ask-cumulative.ts';
import { cumulativeParameters, namedTaskChannel, presentParameters } from './parameters.ts';
import {
  type CumulativeFigures,
  presentActivities,
  presentTasks,
  presentWorkspaceFigures,
} from './present.ts';
import { readTaskFigures, type TaskFigures } from './task-figures.ts';
import { type ActivityFigure, readActivityFigures } from './worker-figures.ts';

const PATH = '/v1/Workspaces/{WorkspaceSid}';

interface Present {
  readonly tasks: TaskFigures;
  readonly activities: readonly ActivityFigure[];
}

function workspaceOf(db: Reader, { accountSid, params }: Pick<Call, 'accountSid' | 'params'>) {
  return requireWorkspace(db, accountSid, params['WorkspaceSid']!);
}

async function readPresent(
  db: Reader,
  workspace: WorkspaceRow,
  channel: string | null | undefined,
): Promise<Present> {
  const taskChannelSid = await namedTaskChannel(db, workspace, channel);
  const tasks = await readTaskFigures(db, { workspace, taskChannelSid });
  return { tasks, activities: await readActivityFigures(db, workspace) };
}

function presentNow({ tasks, activities }: Present, now: number) {
  return {
    activity_statistics: presentActivities(activities),
    ...presentTasks(tasks, now),
    total_workers: activities.reduce((sum, { workers }) => sum + workers, 0),
  };
}

function identity(workspace: WorkspaceRow, { base }: Presentation, resource: string) {
  return {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    url: `${workspaceUrl(base, workspace.sid)}/${resource}`,
  };
}

const both = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/Statistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    const cumulative = await askCumulativeOf(db, workspace, workspace.sid, call.input, call.now);
    return { workspace, cumulative, present: await readPresent(db, workspace, call.input.TaskChannel) };
  }),
  ({ workspace, cumulative, present }, presentation) => ({
    ...identity(workspace, presentation, 'Statistics'),
    cumulative: presentWorkspaceFigures(cumulative),
    realtime: presentNow(present, presentation.now),
  }),
);

const realTime = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/RealTimeStatistics` },
  readAsAsked(presentParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    return { workspace, present: await readPresent(db, workspace, call.input.TaskChannel) };
  }),
  ({ workspace, present }, presentation) => ({
    ...identity(workspace, presentation, 'RealTimeStatistics'),
    ...presentNow(present, presentation.now),
  }),
);

const cumulative = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/CumulativeStatistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    const figures: CumulativeFigures = await askCumulativeOf(
      db,
      workspace,
      workspace.sid,
      call.input,
      call.now,
    );
    return { workspace, figures };
  }),
  ({ workspace, figures }, presentation) => ({
    ...identity(workspace, presentation, 'CumulativeStatistics'),
    ...presentWorkspaceFigures(figures),
  }),
);

/** The routes of the statistics of workspaces. */
export const workspaceStatistics: readonly Route[] = [both, realTime, cumulative];
