// Turns decided offers into reservations: the task goes from pending to reserved, capacity is taken, and only then
// the reservations exist.
import { type ExpressionBuilder, sql } from 'kysely';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow, TaskRow, TaskStatus } from '#storage/schema/taskrouter.ts';
import type { Tables } from '#storage/schema.ts';
import { setTimers } from '#timers/timers.ts';
import { recordReservation } from '../reservations/reservation-events.ts';
import { RESERVATION_TIMER } from '../reservations/step-reservations.ts';
import { recordTask } from '../tasks/task-events.ts';
import { holdingKey, takeCapacity } from '../worker-channels/capacity.ts';
import type { Decision } from './draft.ts';

/** Seconds an offer of a task without workflow may stay unanswered. */
const DEFAULT_RESERVATION_TIMEOUT = 120;
const ROWS_A_STATEMENT = 500;

interface Offer {
  readonly sid: string;
  readonly task: TaskRow;
  readonly worker_sid: string;
  readonly task_channel_sid: string;
}

/** Seconds an offer of a workflow's tasks may stay unanswered; undefined for a task without workflow. */
export type ReservationTimeouts = (workflowSid: string | null) => number | undefined;

/**
 * Makes the offers that are still possible. A task that no longer waits gets none; one whose workers have all been
 * filled by somebody else goes back to waiting and is looked at again. Returns the workers who turned out to be
 * other than routing thought.
 */
export async function makeOffers(
  tx: Transaction,
  timeouts: ReservationTimeouts,
  decisions: readonly Decision[],
): Promise<readonly string[]> {
  if (decisions.length === 0) return [];
  const reserved = await reserve(
    tx,
    decisions.map(({ task }) => task.sid),
  );
  const wanted = decisions.flatMap(({ task, offers }): Offer[] => {
    const row = reserved.get(task.sid);
    if (row === undefined) return [];
    return offers.map(({ worker, reservationSid }) => ({
      sid: reservationSid,
      task: row,
      worker_sid: worker.sid,
      task_channel_sid: row.task_channel_sid,
    }));
  });
  const made = await withCapacity(tx, wanted);
  await putBack(tx, reserved, made);
  await insertReservations(tx, timeouts, made);
  const kept = new Set(made.map(({ sid }) => sid));
  const offers = decisions.flatMap((decision) => decision.offers);
  return offers.filter(({ reservationSid }) => !kept.has(reservationSid)).map(({ worker }) => worker.sid);
}

/** A task that is being transferred stays assigned while it is on offer. */
function statusOnOffer(eb: ExpressionBuilder<Tables, 'tasks'>) {
  const { ref, val } = eb;
  return eb
    .case()
    .when('assignment_status', '=', 'pending')
    .then(val<TaskStatus>('reserved'))
    .else(ref('assignment_status'))
    .end();
}

function statusWithoutOffer(eb: ExpressionBuilder<Tables, 'tasks'>) {
  const { ref, val } = eb;
  return eb
    .case()
    .when('assignment_status', '=', 'reserved')
    .then(val<TaskStatus>('pending'))
    .else(ref('assignment_status'))
    .end();
}

async function reserve(tx: Transaction, taskSids: readonly string[]): Promise<Map<string, TaskRow>> {
  const rows = await tx.db
    .updateTable('tasks')
    .set((eb) => ({
      assignment_status: statusOnOffer(eb),
      waits: 0,
      assignment_count: eb('assignment_count', '+', 1),
      date_updated: tx.now,
    }))
    .where('sid', 'in', taskSids)
    .where('waits', '=', 1)
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.sid, row]));
}

async function withCapacity(tx: Transaction, wanted: readonly Offer[]): Promise<Offer[]> {
  const isForced = (offer: Offer) => offer.task.ignore_capacity === 1;
  const usual = wanted.filter((offer) => !isForced(offer));
  const forced = wanted.filter(isForced);
  const taken = await takeCapacity(tx, usual, false);
  await takeCapacity(tx, forced, true);
  return [...usual.filter((offer) => taken.has(holdingKey(offer))), ...forced];
}

async function putBack(
  tx: Transaction,
  reserved: ReadonlyMap<string, TaskRow>,
  made: readonly Offer[],
): Promise<void> {
  const offered = new Set(made.map((offer) => offer.task.sid));
  const without = [...reserved.keys()].filter((sid) => !offered.has(sid));
  if (without.length === 0) return;
  const rows = await tx.db
    .updateTable('tasks')
    .set((eb) => ({
      assignment_status: statusWithoutOffer(eb),
      waits: 1,
      assignment_count: eb('assignment_count', '-', 1),
    }))
    .where('sid', 'in', without)
    .returningAll()
    .execute();
  for (const row of rows) recordTask(tx, 'task.requeued', row);
}

async function insertReservations(
  tx: Transaction,
  timeouts: ReservationTimeouts,
  offers: readonly Offer[],
): Promise<void> {
  const rows = offers.map(
    ({ sid, task, worker_sid }): ReservationRow => ({
      sid,
      account_sid: task.account_sid,
      workspace_sid: task.workspace_sid,
      task_sid: task.sid,
      worker_sid,
      task_queue_sid: task.task_queue_sid,
      workflow_sid: task.workflow_sid,
      task_channel_sid: task.task_channel_sid,
      transfer_sid: task.transfer_sid ?? '',
      reservation_status: 'pending',
      version: 0,
      date_created: tx.now,
      date_updated: tx.now,
    }),
  );
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const chunk = rows.slice(at, at + ROWS_A_STATEMENT);
    await insertRows(
      tx,
      'reservations',
      chunk.map((row) => ({ ...row })),
    );
    await setTimers(
      tx,
      chunk.map(({ sid, workflow_sid: workflow }) => ({
        kind: RESERVATION_TIMER,
        subject: sid,
        dueAt: tx.now + (timeouts(workflow) ?? DEFAULT_RESERVATION_TIMEOUT) * 1_000,
      })),
    );
    await rememberOffers(tx, chunk);
  }
  rows.forEach((row, at) => {
    recordReservation(tx, row, (offers[at] as Offer).task.date_created);
  });
}

/**
 * The next task goes to another worker first. An offer is a new version of its worker: clients count it so
 * (TaskRouter.js SDK, `enableVersionCheck`).
 */
async function rememberOffers(tx: Transaction, reservations: readonly ReservationRow[]): Promise<void> {
  const workers = [...new Set(reservations.map((reservation) => reservation.worker_sid))].sort();
  if (workers.length === 0) return;
  await tx.db
    .updateTable('workers')
    .set({
      last_offer: sql<string>`(SELECT max(r.sid) FROM reservations AS r WHERE r.worker_sid = workers.sid)`,
      version: sql<number>`version + (SELECT count(*) FROM reservations AS r
        WHERE r.worker_sid = workers.sid AND r.sid > workers.last_offer)`,
    })
    .where('sid', 'in', workers)
    .execute();
}
