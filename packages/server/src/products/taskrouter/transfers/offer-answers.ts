// What the answers to offers mean for the transfer the offers belong to.
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow, TaskRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import { cancelTimers } from '#timers/timers.ts';
import { stepReservations } from '../reservations/step-reservations.ts';
import { recordTask } from '../tasks/task-events.ts';
import { failTransfers } from './end-transfers.ts';
import { recordTransfer } from './transfer-events.ts';
import { TRANSFER_TIMER } from './transfer-timer.ts';

/** Why the last open offer of a transfer ended. */
export type OfferEnd = 'reject' | 'timeout' | 'cancel';

/** Twilio's sentences, which clients show and compare. */
const WORKER_REASONS: Record<OfferEnd, string> = {
  reject: 'Transfer failed because the reservation was rejected',
  timeout: 'Transfer failed because the reservation timed out',
  cancel: 'Transfer failed because the reservation was canceled',
};

function attemptReason(end: OfferEnd): string {
  return `Transfer attempt failed on reservation ${end} because there are no more pending reservations`;
}

/**
 * Completes the transfer an accepted offer belongs to. A cold one moves the worker who initiated it to wrapping; in
 * a warm one both work on the task from now on.
 */
export async function completeTransfer(
  tx: Transaction,
  task: TaskRow,
  accepted: ReservationRow,
): Promise<void> {
  const transfer = await tx.db
    .updateTable('task_transfers')
    .set({ transfer_status: 'completed', transfer_failed_reason: null, date_updated: tx.now })
    .where('sid', '=', accepted.transfer_sid)
    .where('transfer_status', '=', 'initiated')
    .returningAll()
    .executeTakeFirst();
  if (transfer === undefined) return;
  await tx.db.updateTable('tasks').set({ transfer_sid: null }).where('sid', '=', task.sid).execute();
  await cancelTimers(tx, TRANSFER_TIMER, [transfer.sid]);
  const handedOver = { ...task, transfer_sid: null };
  recordTransfer(tx, 'task.transfer-completed', transfer, handedOver);
  recordTask(tx, 'task.updated', handedOver);
  if (transfer.transfer_mode === 'COLD') {
    await stepReservations(tx, 'wrapUp', { sids: [transfer.initiating_reservation_sid] });
  }
}

/**
 * Ends an attempt of the transfers of tasks that have no open offer any more: one to a worker fails, one to a queue
 * or workflow goes on with other workers. Callers hold the rows of the tasks, which wait already.
 */
export async function endAttempts(tx: Transaction, tasks: readonly TaskRow[], end: OfferEnd): Promise<void> {
  const bySid = new Map(tasks.map((task) => [task.sid, task]));
  if (bySid.size === 0) return;
  const transfers = await tx.db
    .selectFrom('task_transfers')
    .select(['sid', 'task_sid', 'transfer_type'])
    .where('task_sid', 'in', [...bySid.keys()])
    .where('transfer_status', '=', 'initiated')
    .execute();
  const toWorkers = transfers.filter((transfer) => transfer.transfer_type === 'WORKER');
  const taskSids = toWorkers.map((transfer) => transfer.task_sid);
  await failTransfers(tx, taskSids, WORKER_REASONS[end]);
  const others = transfers.filter((transfer) => transfer.transfer_type !== 'WORKER');
  for (const transfer of await noteAttempts(tx, others, end)) {
    const task = bySid.get(transfer.task_sid) as TaskRow;
    recordTransfer(tx, 'task.transfer-attempt-failed', transfer, task);
    recordTask(tx, 'task.requeued', task);
  }
}

async function noteAttempts(
  tx: Transaction,
  transfers: readonly Pick<TaskTransferRow, 'sid'>[],
  end: OfferEnd,
): Promise<TaskTransferRow[]> {
  if (transfers.length === 0) return [];
  return tx.db
    .updateTable('task_transfers')
    .set({ transfer_failed_reason: attemptReason(end), date_updated: tx.now })
    .where(
      'sid',
      'in',
      transfers.map((transfer) => transfer.sid),
    )
    .returningAll()
    .execute();
}
