// Calls about workers: reading one, moving it to another activity, its attributes, its channels, and lists.

import { z } from 'zod';
import { list } from '#http/operations.ts';
import type { Transaction } from '#storage/database.ts';
import { activityResource } from '../../activities/resource.ts';
import { placeOf } from '../../place.ts';
import { taskQueueResource } from '../../task-queues/resource.ts';
import { requireWorker } from '../../workers/find-worker.ts';
import { refuseOtherIdentity } from '../../workers/own-identity.ts';
import { workerResource } from '../../workers/resource.ts';
import { taskQueuePayload } from '../payloads/task.ts';
import {
  activityPayload,
  type ReservedChannelView,
  workerChannelPayload,
  workerPayload,
} from '../payloads/worker.ts';
import { selectReservedChannels } from '../reads/worker-channels.ts';
import { isPlainWorker, refuseOtherWorker, refuseWorkers } from './access.ts';
import { type BridgeCall, change, readOne, restCall } from './call.ts';
import { listPage } from './page.ts';

/** What a client may change of a worker. */
const WORKER_PARAMETERS = ['ActivitySid', 'RejectPendingReservations', 'Attributes'];

/** A worker: one's own, or any for a supervisor. */
export async function fetchWorker(call: BridgeCall) {
  refuseOtherWorker(call, call.params['Sid']);
  return workerPayload(await readOne(call, workerResource.fetch!));
}

/** A worker stays who it is in conversations; supervisors and policies decide for others. */
async function keepIdentity({ db }: Transaction, call: BridgeCall): Promise<void> {
  const { Attributes: attributes } = call.input;
  if (!isPlainWorker(call) || typeof attributes !== 'string') return;
  await refuseOtherIdentity(db, placeOf(restCall(call, {})), { attributes });
}

/** Moves a worker to another activity or replaces its attributes. */
export async function updateWorker(call: BridgeCall) {
  refuseOtherWorker(call, call.params['Sid']);
  return change(call, workerResource.update!, WORKER_PARAMETERS, workerPayload, (tx) =>
    keepIdentity(tx, call),
  );
}

/** The workers of the workspace. */
export async function listWorkers(call: BridgeCall) {
  refuseWorkers(call);
  return listPage(call, workerResource.list!, workerPayload);
}

/** The activities of the workspace. */
export async function listActivities(call: BridgeCall) {
  return listPage(call, activityResource.list!, activityPayload);
}

const workerChannels = list(
  z.object({}),
  async (db, { accountSid, params }) => {
    const place = { accountSid, workspaceSid: params['WorkspaceSid']!, sid: params['WorkerSid']! };
    const worker = await requireWorker(db, place);
    return {
      query: selectReservedChannels(db)
        .where('worker_channels.worker_sid', '=', worker.sid)
        .where('worker_channels.account_sid', '=', worker.account_sid),
    };
  },
  [{ column: 'worker_channels.sid', direction: 'asc' }],
);

/** What a worker takes of each task channel. */
export async function listWorkerChannels(call: BridgeCall) {
  refuseOtherWorker(call, call.params['WorkerSid']);
  return listPage<ReservedChannelView, unknown>(call, workerChannels, workerChannelPayload);
}

/** A task queue. */
export async function fetchTaskQueue(call: BridgeCall) {
  refuseWorkers(call);
  return taskQueuePayload(await readOne(call, taskQueueResource.fetch!));
}

/** The task queues of the workspace. */
export async function listTaskQueues(call: BridgeCall) {
  refuseWorkers(call);
  return listPage(call, taskQueueResource.list!, taskQueuePayload);
}
