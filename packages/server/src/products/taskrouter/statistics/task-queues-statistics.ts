// The statistics of many task queues: the list with figures of the present and of a window, and the figures of the
// present for queues named by SID.
import { z } from 'zod';
import { list, type Presentation, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import { action, type Resource, type Route, routesOf } from '#http/resource.ts';
import { invalidParameter, missingParameter } from '#kernel/errors.ts';
import type { TaskQueueRow, WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { askCumulative } from './ask-cumulative.ts';
import { type CumulativeInput, cumulativeParameters } from './parameters.ts';
import { type CumulativeFigures, presentQueue, presentQueueFigures } from './present.ts';
import { type QueuePresent, readQueuesPresent } from './queue-present.ts';

const PATH = '/v1/Workspaces/{WorkspaceSid}/TaskQueues';
/** Queues of one request for their present figures (TaskRouter "Bulk retrieval of TaskQueue RealTime Statistics"). */
const MOST_QUEUES = 50;

/** A queue of the list; its figures are read for the page as a whole. */
interface ListedQueue extends TaskQueueRow {
  readonly figures?: CumulativeFigures;
  readonly present?: QueuePresent;
}

const listParameters = cumulativeParameters.extend({ FriendlyName: text().nullish() });

const queues: Resource<ListedQueue> = {
  product: 'taskrouter',
  path: `${PATH}/Statistics`,
  key: 'task_queues_statistics',
  present: ({ figures, present, ...queue }, { now }) => ({
    account_sid: queue.account_sid,
    workspace_sid: queue.workspace_sid,
    task_queue_sid: queue.sid,
    cumulative: presentQueueFigures(figures!),
    realtime: presentQueue(present!.tasks, present!.workers, now),
  }),
  list: {
    ...list(listParameters, async (db, { accountSid, params, input }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      const query = db
        .selectFrom('task_queues')
        .selectAll()
        .where('workspace_sid', '=', workspace.sid)
        .where('account_sid', '=', accountSid);
      const name = input.FriendlyName;
      return { query: name ? query.where('friendly_name', '=', name) : query };
    }),
    async complete(db, { accountSid, params, input, now }, rows) {
      const asked = input as CumulativeInput;
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      const sids = rows.map((queue) => queue.sid);
      const figures = await askCumulative(db, workspace, sids, asked, now);
      const present = await readQueuesPresent(db, workspace, rows, asked.TaskChannel);
      return rows.map((queue) => ({
        ...queue,
        figures: figures.get(queue.sid)!,
        present: present.get(queue.sid)!,
      }));
    },
  },
};

/** The table of the parameters names it with a capital, the example beside it without. */
const queueSids = z
  .array(sid('WQ'), 'it is not a list')
  .max(MOST_QUEUES, `it has more than ${MOST_QUEUES} SIDs`);
const bulkParameters = z.object({ QueueSids: queueSids.nullish(), queueSids: queueSids.nullish() });

function wantedQueues(input: z.output<typeof bulkParameters>): string[] {
  const wanted = input.QueueSids ?? input.queueSids;
  if (wanted === null || wanted === undefined) throw missingParameter('QueueSids');
  if (wanted.length === 0) throw invalidParameter('QueueSids', 'it is empty');
  return [...new Set(wanted)];
}

interface BulkAnswer {
  readonly workspace: WorkspaceRow;
  readonly queues: ReadonlyMap<string, QueuePresent>;
}

function presentBulk({ workspace, queues: present }: BulkAnswer, { base, now }: Presentation) {
  return {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    task_queue_data: [...present].map(([task_queue_sid, { tasks, workers }]) => ({
      task_queue_sid,
      ...presentQueue(tasks, workers, now),
    })),
    task_queue_response_count: present.size,
    url: `${workspaceUrl(base, workspace.sid)}/TaskQueues/RealTimeStatistics`,
  };
}

const bulk = action(
  { product: 'taskrouter', method: 'POST', path: `${PATH}/RealTimeStatistics` },
  write(
    bulkParameters,
    async (tx, { accountSid, params, input }): Promise<BulkAnswer> => {
      const workspace = await requireWorkspace(tx.db, accountSid, params['WorkspaceSid']!);
      const wanted = wantedQueues(input);
      const known = await tx.db
        .selectFrom('task_queues')
        .select(['sid', 'target_workers'])
        .where('workspace_sid', '=', workspace.sid)
        .where('account_sid', '=', accountSid)
        .where('sid', 'in', wanted)
        .execute();
      const rows = new Map(known.map((queue) => [queue.sid, queue]));
      // A queue the workspace does not have is answered with zeros: no task is in it and no worker matches it.
      const asked = wanted.map((queueSid) => rows.get(queueSid) ?? { sid: queueSid, target_workers: '' });
      return { workspace, queues: await readQueuesPresent(tx.db, workspace, asked, null) };
    },
    { status: 200, body: 'json' },
  ),
  presentBulk,
);

/** The routes of the statistics of many task queues. */
export const taskQueuesStatistics: readonly Route[] = [...routesOf(queues), bulk];
