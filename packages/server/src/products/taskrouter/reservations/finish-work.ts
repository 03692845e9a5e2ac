// Wrapping up and completing the work of one worker. The task follows when nobody else works on it any more.
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow, TaskRow } from '#storage/schema/taskrouter.ts';
import { followWork } from '../tasks/end-tasks.ts';
import { holdTasks } from '../tasks/hold-tasks.ts';
import { cancelTransfers } from '../transfers/end-transfers.ts';
import { presentStatus, refusedStep } from './answer.ts';
import { stepReservations } from './step-reservations.ts';

/** Moves an accepted reservation to wrapping; 400/20001 from any other status. */
export async function wrapUpReservation(tx: Transaction, reservation: ReservationRow): Promise<void> {
  await finish(tx, reservation, 'wrapUp', 'wrap up');
}

/** Completes a reservation; 400/20001 unless it is accepted or wrapping. */
export async function completeReservation(tx: Transaction, reservation: ReservationRow): Promise<void> {
  await finish(tx, reservation, 'complete', 'complete');
}

async function finish(
  tx: Transaction,
  reservation: ReservationRow,
  step: 'wrapUp' | 'complete',
  verb: string,
): Promise<void> {
  const [task] = await holdTasks(tx, [reservation.task_sid]);
  const isTransferring = task !== undefined && task.transfer_sid !== null;
  const endsIt = isTransferring && (await endsTransfer(tx, task, reservation));
  if (endsIt) await cancelTransfers(tx, [task.sid]);
  const [moved] = task === undefined ? [] : await stepReservations(tx, step, { sids: [reservation.sid] });
  if (task === undefined || moved === undefined) {
    throw refusedStep(verb, reservation, await presentStatus(tx, reservation));
  }
  // A task that still looks for another worker follows the one it finds.
  if (!isTransferring || endsIt) await followWork(tx, task);
}

/**
 * Whether a transfer under way ends with the work of this reservation. A warm one does when its initiator stops, for
 * there is nobody left to consult with; a cold one goes on, for its initiator wants to be rid of the task.
 */
async function endsTransfer(tx: Transaction, task: TaskRow, reservation: ReservationRow): Promise<boolean> {
  const transfer = await tx.db
    .selectFrom('task_transfers')
    .select(['initiating_reservation_sid', 'transfer_mode'])
    .where('sid', '=', task.transfer_sid)
    .executeTakeFirst();
  return transfer?.initiating_reservation_sid === reservation.sid && transfer.transfer_mode === 'WARM';
}
