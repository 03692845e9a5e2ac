// The Worker resource of TaskRouter.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { bool, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { attributes } from '../attributes.ts';
import { expression } from '../expression-parameter.ts';
import { flag } from '../flag.ts';
import { ordering } from '../ordering.ts';
import { placeOf } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { createWorker, removeWorker, updateWorker } from './commands.ts';
import { findWorker, selectWorkerViews, type WorkerView } from './find-worker.ts';
import { matchingWorkers } from './matching-workers.ts';
import { refuseOtherIdentity } from './own-identity.ts';
import { presentWorker } from './present.ts';

const workerCreate = z.object({
  FriendlyName: text(64),
  ActivitySid: sid('WA').nullish(),
  Attributes: attributes().nullish(),
});

const workerUpdate = z.object({
  FriendlyName: text(64).nullish(),
  ActivitySid: sid('WA').nullish(),
  Attributes: attributes().nullish(),
  RejectPendingReservations: bool().nullish(),
});

const workerFilters = z.object({
  ActivityName: z.string().nullish(),
  ActivitySid: z.string().nullish(),
  Available: flag().nullish(),
  FriendlyName: z.string().nullish(),
  TargetWorkersExpression: expression().nullish(),
  TaskQueueName: z.string().nullish(),
  TaskQueueSid: z.string().nullish(),
  Ordering: ordering(
    {
      DateCreated: 'workers.sid',
      DateStatusChanged: 'workers.date_status_changed',
    },
    'workers.sid',
  ).nullish(),
});

export const workerResource: Resource<WorkerView> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Workers',
  key: 'workers',
  present: presentWorker,
  etag: (row) => row.version,
  create: write(workerCreate, (tx, { accountSid, params, input }) =>
    createWorker(tx, {
      accountSid,
      workspaceSid: params['WorkspaceSid']!,
      friendlyName: input.FriendlyName,
      activitySid: input.ActivitySid ?? null,
      attributes: input.Attributes ?? null,
    }),
  ),
  list: list(
    workerFilters,
    async (db, { accountSid, params, input }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      let query = selectWorkerViews(db, accountSid, workspace.sid);
      if (input.ActivityName) query = query.where('activities.friendly_name', '=', input.ActivityName);
      if (input.ActivitySid) query = query.where('workers.activity_sid', '=', input.ActivitySid);
      if (input.FriendlyName) query = query.where('workers.friendly_name', '=', input.FriendlyName);
      if (input.Available !== null && input.Available !== undefined) {
        query = query.where('activities.available', '=', input.Available ? 1 : 0);
      }
      const matching = await matchingWorkers(db, workspace, {
        expression: input.TargetWorkersExpression ?? null,
        queueSid: input.TaskQueueSid ?? null,
        queueName: input.TaskQueueName ?? null,
      });
      return { query: matching === null ? query : query.where('workers.sid', 'in', ['', ...matching]) };
    },
    ({ input }) => input.Ordering ?? [{ column: 'workers.sid', direction: 'asc' }],
  ),
  fetch: read((db, call) => findWorker(db, placeOf(call))),
  update: write(workerUpdate, async (tx, call) => {
    const change = {
      friendlyName: call.input.FriendlyName ?? undefined,
      activitySid: call.input.ActivitySid ?? undefined,
      attributes: call.input.Attributes ?? undefined,
      rejectPendingReservations: call.input.RejectPendingReservations ?? undefined,
    };
    if (call.person?.role === 'agent') await refuseOtherIdentity(tx.db, placeOf(call), change);
    return updateWorker(tx, placeOf(call), change, call.ifMatch);
  }),
  remove: removal((tx, call) => removeWorker(tx, placeOf(call), call.ifMatch)),
};
