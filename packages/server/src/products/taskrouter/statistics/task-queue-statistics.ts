// The statistics of a task queue: of the present, within a window of time, and both.
import { type Call, type Presentation, readAsAsked } from '#http/operations.ts';
import { action, type Route } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskQueueRow, WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { findTaskQueue } from '../task-queues/find-task-queue.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { askCumulativeOf } from './ask-cumulative.ts';
import { cumulativeParameters, namedTaskChannel, presentParameters } from './parameters.ts';
import { presentLongestInQueue, presentQueue, presentQueueFigures } from './present.ts';
import { readQueuesPresent } from './queue-present.ts';
import { readLongestInQueue } from './task-figures.ts';

const PATH = '/v1/Workspaces/{WorkspaceSid}/TaskQueues/{TaskQueueSid}';

interface Place {
  readonly workspace: WorkspaceRow;
  readonly queue: TaskQueueRow;
}

async function placeOf(
  db: Reader,
  { accountSid, params }: Pick<Call, 'accountSid' | 'params'>,
): Promise<Place> {
  const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
  const sid = params['TaskQueueSid']!;
  const queue = await findTaskQueue(db, { accountSid, workspaceSid: workspace.sid, sid });
  if (queue === undefined) throw notFound(`/Workspaces/${workspace.sid}/TaskQueues/${sid}`);
  return { workspace, queue };
}

async function readPresent(db: Reader, { workspace, queue }: Place, channel: string | null | undefined) {
  const taskChannelSid = await namedTaskChannel(db, workspace, channel);
  const present = await readQueuesPresent(db, workspace, [queue], channel);
  const longest = await readLongestInQueue(db, workspace.account_sid, queue.sid, taskChannelSid);
  return { ...present.get(queue.sid)!, longest };
}

type Present = Awaited<ReturnType<typeof readPresent>>;

function presentNow({ tasks, workers, longest }: Present, now: number) {
  return { ...presentQueue(tasks, workers, now), ...presentLongestInQueue(longest, now) };
}

function identity({ workspace, queue }: Place, { base }: Presentation, resource: string) {
  return {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    task_queue_sid: queue.sid,
    url: `${workspaceUrl(base, workspace.sid)}/TaskQueues/${queue.sid}/${resource}`,
  };
}

const both = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/Statistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const place = await placeOf(db, call);
    const figures = await askCumulativeOf(db, place.workspace, place.queue.sid, call.input, call.now);
    return { place, figures, present: await readPresent(db, place, call.input.TaskChannel) };
  }),
  ({ place, figures, present }, presentation) => ({
    ...identity(place, presentation, 'Statistics'),
    cumulative: presentQueueFigures(figures),
    realtime: presentNow(present, presentation.now),
  }),
);

const realTime = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/RealTimeStatistics` },
  readAsAsked(presentParameters, async (db, call) => {
    const place = await placeOf(db, call);
    return { place, present: await readPresent(db, place, call.input.TaskChannel) };
  }),
  ({ place, present }, presentation) => ({
    ...identity(place, presentation, 'RealTimeStatistics'),
    ...presentNow(present, presentation.now),
  }),
);

const cumulative = action(
  { product: 'taskrouter', method: 'GET', path: `${PATH}/CumulativeStatistics` },
  readAsAsked(cumulativeParameters, async (db, call) => {
    const place = await placeOf(db, call);
    const figures = await askCumulativeOf(db, place.workspace, place.queue.sid, call.input, call.now);
    return { place, figures };
  }),
  ({ place, figures }, presentation) => ({
    ...identity(place, presentation, 'CumulativeStatistics'),
    ...presentQueueFigures(figures),
  }),
);

/** The routes of the statistics of one task queue. */
export const taskQueueStatistics: readonly Route[] = [both, realTime, cumulative];
