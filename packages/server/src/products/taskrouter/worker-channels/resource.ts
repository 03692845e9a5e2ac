// The WorkerChannel resource of TaskRouter.
import { z } from 'zod';
import { type Call, list, type Presentation, read, write } from '#http/operations.ts';
import { bool, int } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ObjectPlace } from '../place.ts';
import { requireWorker } from '../workers/find-worker.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { freePercentage } from './capacity.ts';
import {
  findWorkerChannel,
  selectWorkerChannels,
  updateWorkerChannel,
  type WorkerChannelView,
} from './commands.ts';

const HIGHEST_CAPACITY = 2 ** 31 - 1;

function presentWorkerChannel(row: WorkerChannelView, { base }: Presentation) {
  const worker = `${workspaceUrl(base, row.workspace_sid)}/Workers/${row.worker_sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    worker_sid: row.worker_sid,
    task_channel_sid: row.task_channel_sid,
    task_channel_unique_name: row.task_channel_unique_name,
    available: row.available === 1,
    assigned_tasks: row.assigned_tasks,
    configured_capacity: row.capacity,
    available_capacity_percentage: freePercentage(row),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${worker}/Channels/${row.sid}`,
  };
}

function workerOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): ObjectPlace {
  return { accountSid, workspaceSid: params['WorkspaceSid']!, sid: params['WorkerSid']! };
}

export const workerChannelResource: Resource<WorkerChannelView> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels',
  key: 'channels',
  present: presentWorkerChannel,
  list: list(
    z.object({}),
    async (db, call) => {
      const worker = await requireWorker(db, workerOf(call));
      return { query: selectWorkerChannels(db, worker.account_sid, worker.sid) };
    },
    [{ column: 'worker_channels.sid', direction: 'asc' }],
  ),
  fetch: read((db, call) => findWorkerChannel(db, workerOf(call), call.params['Sid']!)),
  update: write(
    z.object({ Capacity: int(0, HIGHEST_CAPACITY).nullish(), Available: bool().nullish() }),
    (tx, call) =>
      updateWorkerChannel(tx, workerOf(call), call.params['Sid']!, {
        capacity: call.input.Capacity ?? undefined,
        available: call.input.Available ?? undefined,
      }),
  ),
};
