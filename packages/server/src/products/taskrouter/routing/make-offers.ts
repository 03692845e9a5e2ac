// Turns decided offers into reservations: capacity is taken for tasks that have just been reserved, and only then the
// reservations exist.
import { sql } from 'kysely';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow, TaskRow } from '#storage/schema/taskrouter.ts';
import type { Timer } from '#timers/timers.ts';
import { recordReservation } from '../reservations/reservation-events.ts';
import { RESERVATION_TIMER } from '../reservations/step-reservations.ts';
import { recordTask } from '../tasks/task-events.ts';
import { holdingKey, takeCapacity } from '../worker-channels/capacity.ts';
import type { Decision } from './draft.ts';

/** Seconds an offer of a task without workflow may stay unanswered. */
const DEFAULT_RESERVATION_TIMEOUT = 120;

interface Offer {
  readonly sid: string;
  readonly task: TaskRow;
  readonly worker_sid: string;
  readonly task_channel_sid: string;
}

/** Seconds an offer of a workflow's tasks may stay unanswered; undefined for a task without workflow. */
export type ReservationTimeouts = (workflowSid: string | null) => number | undefined;

/** What became of offers. */
interface MadeOffers {
  /** The timers of the reservations, which the caller sets. */
  readonly timers: readonly Timer[];
  /** Workers who turned out to be other than routing thought. */
  readonly mistaken: readonly string[];
}

/**
 * Makes the offers that are still possible, of tasks that were `reserved` for them. A task whose workers have all been
 * filled by somebody else goes back to waiting and is looked at again.
 */
export async function makeOffers(
  tx: Transaction,
  timeouts: ReservationTimeouts,
  reserved: ReadonlyMap<string, TaskRow>,
  decisions: readonly Decision[],
): Promise<MadeOffers> {
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
  await insertReservations(tx, made);
  const kept = new Set(made.map(({ sid }) => sid));
  const offers = decisions.flatMap((decision) => decision.offers);
  return {
    timers: made.map(({ sid, task }) => ({
      kind: RESERVATION_TIMER,
      subject: sid,
      dueAt: tx.now + (timeouts(task.workflow_sid) ?? DEFAULT_RESERVATION_TIMEOUT) * 1_000,
    })),
    mistaken: offers
      .filter(({ reservationSid }) => !kept.has(reservationSid))
      .map(({ worker }) => worker.sid),
  };
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
      assignment_status: 'pending',
      waits: 1,
      assignment_count: eb('assignment_count', '-', 1),
    }))
    .where('sid', 'in', without)
    .returningAll()
    .execute();
  for (const row of rows) recordTask(tx, 'task.requeued', row);
}

async function insertReservations(tx: Transaction, offers: readonly Offer[]): Promise<void> {
  if (offers.length === 0) return;
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
  await insertRows(
    tx,
    'reservations',
    rows.map((row) => ({ ...row })),
  );
  await rememberOffers(tx, offers);
  rows.forEach((row, at) => {
    recordReservation(tx, row, (offers[at] as Offer).task.date_created);
  });
}

/**
 * The next task goes to another worker first. An offer is a new version of its worker: clients count it so
 * (TaskRouter.js SDK, `enableVersionCheck`).
 */
async function rememberOffers(tx: Transaction, offers: readonly Offer[]): Promise<void> {
  const newest = new Map<string, { sid: string; count: number }>();
  for (const { sid, worker_sid } of offers) {
    const known = newest.get(worker_sid);
    newest.set(worker_sid, {
      sid: known === undefined || sid > known.sid ? sid : known.sid,
      count: (known?.count ?? 0) + 1,
    });
  }
  const rows = [...newest].map(
    ([worker, { sid, count }]) => sql`(${worker}, ${sid}, CAST(${count} AS bigint))`,
  );
  await sql`
    WITH o (worker, newest, offered) AS (VALUES ${sql.join(rows)})
    UPDATE workers AS w SET last_offer = o.newest, version = w.version + o.offered FROM o
    WHERE w.sid = o.worker`.execute(tx.db);
}
