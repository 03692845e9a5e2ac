// The statistics of a worker and of the workers of a workspace: of the present, within a window of time, and both.
import type { z } from 'zod';
import { type Call, type Presentation, readAsAsked } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { requireWorker } from '../workers/find-worker.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { type ActivityDurations, readActivityDurations } from './activity-durations.ts';
import { addedFigures, type Figures, NO_FIGURES } from './figures.ts';
import { namedTaskChannel, presentParameters, workerParameters } from './parameters.ts';
import { presentActivities, presentWorkerFigures, type WorkerFigures } from './present.ts';
import { readFigures, readFiguresOf } from './read-cumulative.ts';
import { readWindow } from './window.ts';
import { type ActivityFigure, chosenWorkers, figuresAmong, readActivityFigures } from './worker-figures.ts';

const PATH = '/v1/Workspaces/{WorkspaceSid}/Workers';

const choiceParameters = workerParameters.extend({
  FriendlyName: text().nullish(),
  TaskQueueSid: text().nullish(),
  TaskQueueName: text().nullish(),
});

type WorkerInput = z.output<typeof workerParameters>;

function workspaceOf(db: Reader, { accountSid, params }: Pick<Call, 'accountSid' | 'params'>) {
  return requireWorkspace(db, accountSid, params['WorkspaceSid']!);
}

/** What workers did: one, all of the workspace, or some of them. */
type Whom = { readonly workerSid: string } | 'all' | ReadonlySet<string>;

async function readWhat(
  db: Reader,
  workspace: WorkspaceRow,
  whom: Whom,
  activities: readonly ActivityFigure[],
  call: Pick<Call<WorkerInput>, 'input' | 'now'>,
): Promise<WorkerFigures> {
  const window = readWindow(call.input, call.now);
  const taskChannelSid = await namedTaskChannel(db, workspace, call.input.TaskChannel);
  const question = { accountSid: workspace.account_sid, window, taskChannelSid };
  const durationsOf = (
    workerSid: string | null,
    isMeant?: (sid: string) => boolean,
  ): Promise<ReadonlyMap<string, ActivityDurations>> =>
    readActivityDurations(db, { workspace, workerSid, window, now: call.now }, isMeant);
  if (whom === 'all') {
    const figures = await readFiguresOf(db, workspace.sid, question);
    return { window, figures, activities, durations: await durationsOf(null) };
  }
  if ('workerSid' in whom) {
    const figures = await readFiguresOf(db, whom.workerSid, question);
    return { window, figures, activities, durations: await durationsOf(whom.workerSid) };
  }
  const each = await readFigures(db, { ...question, scopes: { workersOf: workspace.sid } });
  const figures = [...each].reduce<Figures>(
    (sum, [sid, own]) => (whom.has(sid) ? addedFigures(sum, own) : sum),
    NO_FIGURES,
  );
  return { window, figures, activities, durations: await durationsOf(null, (sid) => whom.has(sid)) };
}

function presentNow(activities: readonly ActivityFigure[]) {
  return {
    total_workers: activities.reduce((sum, { workers }) => sum + workers, 0),
    activity_statistics: presentActivities(activities),
  };
}

function identity(workspace: WorkspaceRow, { base }: Presentation, resource: string) {
  return {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    url: `${workspaceUrl(base, workspace.sid)}/Workers/${resource}`,
  };
}

const ofOne = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/{WorkerSid}/Statistics` },
  readAsAsked(workerParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    const place = {
      accountSid: call.accountSid,
      workspaceSid: workspace.sid,
      sid: call.params['WorkerSid']!,
    };
    const { sid: workerSid } = await requireWorker(db, place);
    const activities = await readActivityFigures(db, workspace);
    return { workspace, workerSid, figures: await readWhat(db, workspace, { workerSid }, activities, call) };
  }),
  ({ workspace, workerSid, figures }, presentation) => ({
    ...identity(workspace, presentation, `${workerSid}/Statistics`),
    worker_sid: workerSid,
    cumulative: presentWorkerFigures(figures),
  }),
);

const ofMany = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/Statistics` },
  readAsAsked(choiceParameters, async (db, call) => {
    const { FriendlyName, TaskQueueSid, TaskQueueName } = call.input;
    const workspace = await workspaceOf(db, call);
    const all = await readActivityFigures(db, workspace);
    const chosen = await chosenWorkers(db, workspace, {
      friendlyName: FriendlyName ?? null,
      taskQueueSid: TaskQueueSid ?? null,
      taskQueueName: TaskQueueName ?? null,
    });
    const activities = chosen === null ? all : figuresAmong(all, chosen);
    const whom = chosen === null ? 'all' : new Set(chosen.map((worker) => worker.sid));
    return { workspace, activities, figures: await readWhat(db, workspace, whom, activities, call) };
  }),
  ({ workspace, activities, figures }, presentation) => ({
    ...identity(workspace, presentation, 'Statistics'),
    cumulative: presentWorkerFigures(figures),
    realtime: presentNow(activities),
  }),
);

const realTime = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/RealTimeStatistics` },
  readAsAsked(presentParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    // Every worker has every task channel, so the channel limits nothing here.
    await namedTaskChannel(db, workspace, call.input.TaskChannel);
    return { workspace, activities: await readActivityFigures(db, workspace) };
  }),
  ({ workspace, activities }, presentation) => ({
    ...identity(workspace, presentation, 'RealTimeStatistics'),
    ...presentNow(activities),
  }),
);

const cumulative = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/CumulativeStatistics` },
  readAsAsked(workerParameters, async (db, call) => {
    const workspace = await workspaceOf(db, call);
    const activities = await readActivityFigures(db, workspace);
    return { workspace, figures: await readWhat(db, workspace, 'all', activities, call) };
  }),
  ({ workspace, figures }, presentation) => ({
    ...identity(workspace, presentation, 'CumulativeStatistics'),
    ...presentWorkerFigures(figures),
  }),
);

/** The routes of the statistics of workers. */
export const workerStatistics: readonly Route[] = [ofOne, ofMany, realTime, cumulative];
