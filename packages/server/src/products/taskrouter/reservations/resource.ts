// The Reservation resource of TaskRouter: once under tasks, once under workers.
import { z } from 'zod';
import { type Call, list, type Presentation, read, write } from '#http/operations.ts';
import { oneOf, sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { requireTask } from '../tasks/find-task.ts';
import { requireWorker } from '../workers/find-worker.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { findReservation, type ReservationView, selectReservationViews } from './find-reservation.ts';
import { updateReservation } from './update-reservation.ts';

const status = () =>
  oneOf([
    'pending',
    'accepted',
    'rejected',
    'timeout',
    'canceled',
    'rescinded',
    'wrapping',
    'completed',
  ]).nullish();

const reservationUpdate = z.object({
  ReservationStatus: status(),
  Instruction: z.string().nullish(),
  WorkerActivitySid: sid('WA').nullish(),
});

function present(row: ReservationView, { base }: Presentation, isOfTask: boolean) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  const task = `${workspace}/Tasks/${row.task_sid}`;
  const worker = `${workspace}/Workers/${row.worker_sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    task_sid: row.task_sid,
    worker_sid: row.worker_sid,
    worker_name: row.worker_name,
    reservation_status: row.reservation_status,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${isOfTask ? task : worker}/Reservations/${row.sid}`,
    links: { task, worker, workspace },
  };
}

type Place = Pick<Call, 'accountSid' | 'params'>;

function ownerOf({ accountSid, params }: Place, isOfTask: boolean) {
  const workspace = { accountSid, workspaceSid: params['WorkspaceSid']! };
  return isOfTask
    ? { ...workspace, taskSid: params['TaskSid']! }
    : { ...workspace, workerSid: params['WorkerSid']! };
}

function reservationResource(isOfTask: boolean): Resource<ReservationView> {
  return {
    product: 'taskrouter',
    path: isOfTask
      ? '/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations'
      : '/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations',
    key: 'reservations',
    present: (row, presentation) => present(row, presentation, isOfTask),
    etag: (row) => row.version,
    list: list(
      z.object({ ReservationStatus: status(), WorkerSid: sid('WK').nullish() }),
      async (db, call) => {
        const { accountSid, params, input } = call;
        const workspaceSid = params['WorkspaceSid']!;
        if (isOfTask) await requireTask(db, accountSid, workspaceSid, params['TaskSid']!);
        else await requireWorker(db, { accountSid, workspaceSid, sid: params['WorkerSid']! });
        let query = selectReservationViews(db, ownerOf(call, isOfTask));
        if (input.ReservationStatus) {
          query = query.where('reservations.reservation_status', '=', input.ReservationStatus);
        }
        if (isOfTask && input.WorkerSid) query = query.where('reservations.worker_sid', '=', input.WorkerSid);
        return { query };
      },
      [{ column: 'reservations.sid', direction: 'asc' }],
    ),
    fetch: read((db, call) => findReservation(db, ownerOf(call, isOfTask), call.params['Sid']!)),
    update: write(reservationUpdate, (tx, call) =>
      updateReservation(
        tx,
        ownerOf(call, isOfTask),
        call.params['Sid']!,
        {
          status: call.input.ReservationStatus ?? null,
          instruction: call.input.Instruction ?? null,
          workerActivitySid: call.input.WorkerActivitySid ?? null,
        },
        call.ifMatch,
      ),
    ),
  };
}

export const taskReservationResource = reservationResource(true);
export const workerReservationResource = reservationResource(false);
