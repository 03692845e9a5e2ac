// Calls about reservations: those of a worker, and answering them.
import type { WriteOperation } from '#http/operations.ts';
import { fetchPage, type OrderColumn } from '#http/paging.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ReservationView } from '../../reservations/find-reservation.ts';
import { HOLDING_STATUSES } from '../../reservations/lifecycle.ts';
import { taskReservationResource, workerReservationResource } from '../../reservations/resource.ts';
import { requireWorker } from '../../workers/find-worker.ts';
import { type FullReservation, reservationAnswer, reservationPayload } from '../payloads/reservation.ts';
import {
  completeReservations,
  selectReservations,
  type TimedReservation,
} from '../reads/full-reservations.ts';
import { refuseOtherWorker, refuseWorkers } from './access.ts';
import { type BridgeCall, change, readOne } from './call.ts';
import { pagePayload, pageRequest } from './page.ts';

/** What a client may say in answer to a reservation; the instructions of calls are refused by name. */
const ANSWER_PARAMETERS = ['ReservationStatus', 'WorkerActivitySid', 'Instruction'];
const BY_SID: readonly OrderColumn[] = [{ column: 'reservations.sid', direction: 'asc' }];

async function readReservation(db: Reader, call: BridgeCall, sid: string): Promise<FullReservation> {
  const rows = await selectReservations(db)
    .where('reservations.sid', '=', sid)
    .where('reservations.account_sid', '=', call.actor.accountSid)
    .execute();
  const [reservation] = await completeReservations(db, rows);
  if (reservation === undefined) throw notFound(`/${call.path}`);
  return reservation;
}

function answer(call: BridgeCall, operation: WriteOperation<ReservationView>) {
  return change(call, operation, ANSWER_PARAMETERS, async ({ sid }, tx) =>
    reservationAnswer(await readReservation(tx.db, call, sid), call.now),
  );
}

/** The reservations of a worker; with `Active` those it has to answer or works on, which is what clients start from. */
export async function listReservations(call: BridgeCall) {
  refuseOtherWorker(call, call.params['WorkerSid']);
  const { database, actor, params, input } = call;
  const worker = await requireWorker(database.read, {
    accountSid: actor.accountSid,
    workspaceSid: params['WorkspaceSid']!,
    sid: params['WorkerSid']!,
  });
  let query = selectReservations(database.read).where('reservations.worker_sid', '=', worker.sid);
  if (input['Active'] === 'true') {
    query = query.where('reservations.reservation_status', 'in', HOLDING_STATUSES);
  }
  const found = await fetchPage<TimedReservation>(query, BY_SID, pageRequest(input));
  const full = await completeReservations(database.read, found.rows);
  const page = pagePayload(found, BY_SID, (row) => row.sid);
  return { ...page, contents: full.map((reservation) => reservationPayload(reservation, call.now)) };
}

/** One reservation of a worker. */
export async function fetchReservation(call: BridgeCall) {
  refuseOtherWorker(call, call.params['WorkerSid']);
  const row = await readOne(call, workerReservationResource.fetch!);
  return reservationPayload(await readReservation(call.database.read, call, row.sid), call.now);
}

/** Accepts, rejects, wraps up or completes a reservation of a worker. */
export async function answerReservation(call: BridgeCall) {
  refuseOtherWorker(call, call.params['WorkerSid']);
  return answer(call, workerReservationResource.update!);
}

/** The same by the task of the reservation, for supervisors. */
export async function answerTaskReservation(call: BridgeCall) {
  refuseWorkers(call);
  return answer(call, taskReservationResource.update!);
}
