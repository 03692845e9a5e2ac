// Reading reservations, under their task or under their worker.
import type { Reader } from '#storage/database.ts';
import type { ReservationRow } from '#storage/schema/taskrouter.ts';

/** A reservation with the name of its worker; null once the worker is gone. */
export interface ReservationView extends ReservationRow {
  worker_name: string | null;
}

/** The reservations of a task, or those of a worker. */
export type ReservationOwner = {
  readonly accountSid: string;
  readonly workspaceSid: string;
} & ({ readonly taskSid: string } | { readonly workerSid: string });

/** Reservations of a task or a worker with the names of the workers. */
export function selectReservationViews(db: Reader, owner: ReservationOwner) {
  const query = db
    .selectFrom('reservations')
    .leftJoin('workers', 'workers.sid', 'reservations.worker_sid')
    .selectAll('reservations')
    .select('workers.friendly_name as worker_name')
    .where('reservations.workspace_sid', '=', owner.workspaceSid)
    .where('reservations.account_sid', '=', owner.accountSid);
  return 'taskSid' in owner
    ? query.where('reservations.task_sid', '=', owner.taskSid)
    : query.where('reservations.worker_sid', '=', owner.workerSid);
}

/** One reservation of a task or a worker. */
export function findReservation(
  db: Reader,
  owner: ReservationOwner,
  sid: string,
): Promise<ReservationView | undefined> {
  return selectReservationViews(db, owner).where('reservations.sid', '=', sid).executeTakeFirst();
}
