// The ends of transfers that did not succeed: failed and canceled. The task returns to those who work on it; when
// nobody does any more, it waits in its workflow again. It is never lost by the end of a transfer.
import { type ExpressionBuilder, sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import type { Tables } from '#storage/schema.ts';
import { cancelTimers } from '#timers/timers.ts';
import { stepReservations } from '../reservations/step-reservations.ts';
import { recordTask } from '../tasks/task-events.ts';
import { startPhase, TARGET_TIMER } from '../tasks/task-timers.ts';
import { recordTransfer } from './transfer-events.ts';
import { TRANSFER_TIMER } from './transfer-timer.ts';

/** How a transfer ended that nobody accepted. */
interface TransferEnd {
  readonly status: 'failed' | 'canceled';
  readonly reason: string | null;
}

/**
 * Fails the transfers of those of the tasks that are being transferred, with their open offers; the other tasks
 * stay as they are. Returns the transfers that failed.
 */
export function failTransfers(
  tx: Transaction,
  taskSids: readonly string[],
  reason: string,
): Promise<TaskTransferRow[]> {
  return endTransfers(tx, taskSids, { status: 'failed', reason });
}

/** Takes back the transfers of those of the tasks that are being transferred, with their open offers. */
export function cancelTransfers(tx: Transaction, taskSids: readonly string[]): Promise<TaskTransferRow[]> {
  return endTransfers(tx, taskSids, { status: 'canceled', reason: null });
}

/** Fails the transfers under way to a worker who is removed. */
export async function failTransfersTo(tx: Transaction, workerSid: string): Promise<void> {
  const transfers = await tx.db
    .selectFrom('task_transfers')
    .select('task_sid')
    .where('transfer_to', '=', workerSid)
    .where('transfer_status', '=', 'initiated')
    .execute();
  const taskSids = transfers.map((transfer) => transfer.task_sid);
  await failTransfers(tx, taskSids, 'Transfer failed because the worker was removed');
}

async function endTransfers(
  tx: Transaction,
  taskSids: readonly string[],
  end: TransferEnd,
): Promise<TaskTransferRow[]> {
  const held = await holdTransferring(tx, taskSids);
  if (held.length === 0) return [];
  const ended = await closeTransfers(tx, held, end);
  await stepReservations(tx, 'cancel', { taskSids: held });
  const tasks = new Map((await giveBack(tx, held)).map((task) => [task.sid, task]));
  await cancelTimers(tx, TARGET_TIMER, held);
  const waiting = [...tasks.values()].filter((task) => task.waits === 1);
  // Their time to live may be over already: they get it anew, so that they can be offered at all.
  await startPhase(
    tx,
    'waiting',
    waiting.map((task) => ({ ...task, date_created: tx.now })),
  );
  for (const transfer of ended) {
    const task = tasks.get(transfer.task_sid) as TaskRow;
    recordTransfer(tx, `task.transfer-${end.status}`, transfer, task);
    recordTask(tx, 'task.updated', task);
  }
  return ended;
}

/** Holds the rows of those of the tasks that are being transferred. */
async function holdTransferring(tx: Transaction, taskSids: readonly string[]): Promise<string[]> {
  if (taskSids.length === 0) return [];
  const rows = await tx.db
    .updateTable('tasks')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('sid', 'in', [...taskSids].sort())
    .where('transfer_sid', 'is not', null)
    .returning('sid')
    .execute();
  return rows.map((row) => row.sid);
}

/** Ends the transfers under way of tasks whose rows are held. */
export async function closeTransfers(
  tx: Transaction,
  taskSids: readonly string[],
  end: TransferEnd,
): Promise<TaskTransferRow[]> {
  const ended = await tx.db
    .updateTable('task_transfers')
    .set({
      transfer_status: end.status,
      transfer_failed_reason: end.reason,
      date_updated: tx.now,
    })
    .where('task_sid', 'in', taskSids)
    .where('transfer_status', '=', 'initiated')
    .returningAll()
    .execute();
  await cancelTimers(
    tx,
    TRANSFER_TIMER,
    ended.map((transfer) => transfer.sid),
  );
  return ended;
}

function isHeld(status: 'accepted' | 'wrapping') {
  return sql<boolean>`EXISTS (SELECT 1 FROM reservations AS r
    WHERE r.task_sid = tasks.sid AND r.reservation_status = ${status})`;
}

/** Puts tasks back where they were before their transfer. Queues and workflows removed meanwhile are left out. */
async function giveBack(tx: Transaction, taskSids: readonly string[]): Promise<TaskRow[]> {
  await tx.db
    .updateTable('tasks')
    .from('task_transfers')
    .set((eb) => ({
      assignment_status: sql<TaskRow['assignment_status']>`CASE
        WHEN ${isHeld('accepted')} THEN 'assigned' WHEN ${isHeld('wrapping')} THEN 'wrapping' ELSE 'pending' END`,
      waits: sql<number>`CASE WHEN ${isHeld('accepted')} OR ${isHeld('wrapping')} THEN 0 ELSE 1 END`,
      transfer_sid: null,
      workflow_sid: existing(eb, 'workflows', 'initiating_workflow_sid'),
      task_queue_sid: existing(eb, 'task_queues', 'initiating_queue_sid'),
      routing_target: eb.ref('task_transfers.previous_routing_target'),
      ignore_capacity: eb.ref('task_transfers.previous_ignore_capacity'),
      priority: eb.ref('task_transfers.previous_priority'),
      filter_index: null,
      target_index: null,
      version: eb('tasks.version', '+', 1),
      date_updated: tx.now,
    }))
    .whereRef('task_transfers.sid', '=', 'tasks.transfer_sid')
    .where('tasks.sid', 'in', taskSids)
    .execute();
  return tx.db.selectFrom('tasks').selectAll().where('sid', 'in', taskSids).execute();
}

function existing(
  eb: ExpressionBuilder<Tables, 'tasks' | 'task_transfers'>,
  table: 'workflows' | 'task_queues',
  column: 'initiating_workflow_sid' | 'initiating_queue_sid',
) {
  return eb
    .selectFrom(table)
    .select(`${table}.sid`)
    .whereRef(`${table}.sid`, '=', `task_transfers.${column}`);
}
