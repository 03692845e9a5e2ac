// Moving reservations on, several at once: their status, the capacity they held, their timers and their events.
import type { ExpressionBuilder } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow } from '#storage/schema/taskrouter.ts';
import type { Tables } from '#storage/schema.ts';
import { cancelTimers } from '#timers/timers.ts';
import { releaseCapacity } from '../worker-channels/capacity.ts';
import { HOLDING_STATUSES, RESERVATION_STEPS, type ReservationStep } from './lifecycle.ts';
import { recordReservation } from './reservation-events.ts';

/** The timer of a reservation that waits for its worker's answer; its subject is the reservation. */
export const RESERVATION_TIMER = 'taskrouter.reservation';

/** Which reservations take a step: those named, or those of tasks. */
export type ReservationScope =
  | { readonly sids: readonly string[] }
  | { readonly taskSids: readonly string[] };

/**
 * Takes the step with every reservation in scope that is in a status it can be taken from; the others stay as
 * they are. Returns those that took it. Callers hold the rows of the tasks, so that the end of the last offer
 * of a task is seen by exactly one of them.
 */
export async function stepReservations(
  tx: Transaction,
  step: ReservationStep,
  scope: ReservationScope,
): Promise<ReservationRow[]> {
  const { from, to } = RESERVATION_STEPS[step];
  const [column, sids] =
    'sids' in scope ? (['sid', scope.sids] as const) : (['task_sid', scope.taskSids] as const);
  if (sids.length === 0) return [];
  const moved = await tx.db
    .updateTable('reservations')
    .set((eb) => ({ reservation_status: to, version: eb('version', '+', 1), date_updated: tx.now }))
    .where(column, 'in', sids)
    .where('reservation_status', 'in', from)
    .returningAll()
    .returning((eb) => [taskCreation(eb).as('task_created'), queueEntry(eb).as('queue_entered')])
    .execute();
  if (moved.length === 0) return [];
  if (!HOLDING_STATUSES.includes(to)) await releaseCapacity(tx, moved);
  if ((from as readonly string[]).includes('pending')) {
    await cancelTimers(
      tx,
      RESERVATION_TIMER,
      moved.map((reservation) => reservation.sid),
    );
  }
  for (const reservation of moved) {
    recordReservation(tx, reservation, reservation.task_created, reservation.queue_entered);
  }
  return moved;
}

/** When the task of a reservation was made. */
function taskCreation(eb: ExpressionBuilder<Tables, 'reservations'>) {
  const task = eb
    .selectFrom('tasks')
    .select('tasks.date_created')
    .whereRef('tasks.sid', '=', 'reservations.task_sid');
  return eb.fn.coalesce(task, 'reservations.date_created');
}

/** When the task of a reservation entered the queue it is in, or null. */
function queueEntry(eb: ExpressionBuilder<Tables, 'reservations'>) {
  return eb
    .selectFrom('tasks')
    .select('tasks.task_queue_entered_date')
    .whereRef('tasks.sid', '=', 'reservations.task_sid');
}
