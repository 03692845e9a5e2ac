// Reading reservations with everything clients are shown of them, in three statements however many there are.
import type { Reader } from '#storage/database.ts';
import type { ReservationRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import { selectTaskViews, type TaskView } from '../../tasks/find-task.ts';
import type { FullReservation } from '../payloads/reservation.ts';

/** A reservation with the seconds its worker had to answer; null without a workflow. */
export interface TimedReservation extends ReservationRow {
  reservation_timeout: number | null;
}

/** Reservations with the time their workers have to answer. */
export function selectReservations(db: Reader) {
  return db
    .selectFrom('reservations')
    .leftJoin('workflows', 'workflows.sid', 'reservations.workflow_sid')
    .selectAll('reservations')
    .select('workflows.task_reservation_timeout as reservation_timeout');
}

/** Tasks by their SIDs; those that are gone are missing. */
export async function readTasks(db: Reader, sids: readonly string[]): Promise<ReadonlyMap<string, TaskView>> {
  if (sids.length === 0) return new Map();
  const tasks = await selectTaskViews(db).where('tasks.sid', 'in', sids).execute();
  return new Map(tasks.map((task) => [task.sid, task]));
}

async function readTransfers(
  db: Reader,
  reservations: readonly ReservationRow[],
  tasks: ReadonlyMap<string, TaskView>,
): Promise<ReadonlyMap<string, TaskTransferRow>> {
  const named = [
    ...reservations.map((reservation) => reservation.transfer_sid),
    ...[...tasks.values()].map((task) => task.transfer_sid ?? ''),
  ];
  const sids = [...new Set(named)].filter((sid) => sid !== '');
  if (sids.length === 0) return new Map();
  const transfers = await db.selectFrom('task_transfers').selectAll().where('sid', 'in', sids).execute();
  return new Map(transfers.map((transfer) => [transfer.sid, transfer]));
}

/** The reservations with their tasks and transfers. One whose task is gone is left out. */
export async function completeReservations(
  db: Reader,
  reservations: readonly TimedReservation[],
  known?: ReadonlyMap<string, TaskView>,
): Promise<FullReservation[]> {
  const sids = [...new Set(reservations.map((reservation) => reservation.task_sid))];
  const tasks = known ?? (await readTasks(db, sids));
  const transfers = await readTransfers(db, reservations, tasks);
  return reservations.flatMap((reservation) => {
    const task = tasks.get(reservation.task_sid);
    if (task === undefined) return [];
    const outgoing = transfers.get(task.transfer_sid ?? '') ?? null;
    return [
      {
        ...reservation,
        task,
        incoming: transfers.get(reservation.transfer_sid) ?? null,
        outgoing: outgoing?.initiating_reservation_sid === reservation.sid ? outgoing : null,
      },
    ];
  });
}
