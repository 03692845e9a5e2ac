// Starting and taking back the transfer of a task, as the worker who works on it asks.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow, TransferMode } from '#storage/schema/transfers.ts';
import { setTimer } from '#timers/timers.ts';
import { attributes } from '../attributes.ts';
import { requireTask } from '../tasks/find-task.ts';
import { holdTasks } from '../tasks/hold-tasks.ts';
import { recordTask } from '../tasks/task-events.ts';
import { cancelTransfers } from './end-transfers.ts';
import { recordTransfer } from './transfer-events.ts';
import { readTransferTarget, type TransferTarget } from './transfer-target.ts';
import { TRANSFER_TIMER } from './transfer-timer.ts';

const HIGHEST_PRIORITY = 2_147_483_647;

/** A transfer about to be started. */
export interface NewTransfer {
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** The worker who transfers, and the reservation under which the task is theirs. */
  readonly workerSid: string;
  readonly reservationSid: string;
  readonly taskSid: string;
  /** SID of a worker, queue or workflow. */
  readonly to: string;
  /** WARM keeps the worker on the task beside the other; COLD hands it over. */
  readonly mode: TransferMode;
  /** What the task takes on for the transfer. */
  readonly priority?: number;
  /** JSON object as text, in place of the task's. */
  readonly attributes?: string;
}

function refuseUnusable(given: NewTransfer): void {
  if (given.mode !== 'WARM' && given.mode !== 'COLD') {
    throw invalidParameter('Mode', 'it is neither WARM nor COLD');
  }
  const read = attributes().safeParse(given.attributes ?? '{}');
  if (!read.success) throw invalidParameter('Attributes', read.error.issues[0]?.message ?? '');
  const { priority = 0 } = given;
  if (!Number.isInteger(priority) || priority < 0 || priority > HIGHEST_PRIORITY) {
    throw invalidParameter('Priority', `it is not a whole number from 0 to ${HIGHEST_PRIORITY}`);
  }
  if (given.to === given.workerSid) throw invalidParameter('To', 'it is the worker who transfers');
}

/** 404/20404 unless the worker has this reservation of the task, 400/20001 unless it is accepted. */
async function requireAccepted(tx: Transaction, given: NewTransfer): Promise<void> {
  const reservation = await tx.db
    .selectFrom('reservations')
    .select('reservation_status')
    .where('sid', '=', given.reservationSid)
    .where('task_sid', '=', given.taskSid)
    .where('worker_sid', '=', given.workerSid)
    .where('account_sid', '=', given.accountSid)
    .executeTakeFirst();
  if (reservation === undefined) {
    throw notFound(`/Workspaces/${given.workspaceSid}/Reservations/${given.reservationSid}`);
  }
  if (reservation.reservation_status !== 'accepted') {
    throw apiError(
      20001,
      `Cannot transfer task ${given.taskSid} because reservation ${given.reservationSid} is ` +
        `${reservation.reservation_status} and not accepted`,
    );
  }
}

function refuseUntransferable(task: TaskRow): void {
  if (task.assignment_status === 'assigned') return;
  throw apiError(
    20001,
    task.transfer_sid === null
      ? `Cannot transfer task ${task.sid} because it's not currently assigned`
      : `Cannot transfer task ${task.sid} because its transfer ${task.transfer_sid} is under way`,
  );
}

/** The columns with which the task looks for a worker of the target. */
function routeTo(tx: Transaction, task: TaskRow, given: NewTransfer, target: TransferTarget) {
  return {
    assignment_status: 'pending',
    waits: 1,
    workflow_sid: target.workflowSid,
    task_queue_sid: target.queueSid,
    ...(target.queueSid === task.task_queue_sid
      ? {}
      : { task_queue_entered_date: target.queueSid === null ? null : tx.now }),
    routing_target: given.to,
    ignore_capacity: 0,
    filter_index: null,
    target_index: null,
    workflow_entered_at: null,
    timeouts_passed: 0,
    is_timed_out: 0,
    ...(given.priority === undefined ? {} : { priority: given.priority }),
    ...(given.attributes === undefined ? {} : { attributes: given.attributes }),
    version: task.version + 1,
    date_updated: tx.now,
  } as const;
}

function newTransfer(
  tx: Transaction,
  task: TaskRow,
  given: NewTransfer,
  target: TransferTarget,
): TaskTransferRow {
  return {
    sid: newSid('TT'),
    account_sid: task.account_sid,
    workspace_sid: task.workspace_sid,
    task_sid: task.sid,
    initiating_reservation_sid: given.reservationSid,
    initiating_worker_sid: given.workerSid,
    initiating_queue_sid: task.task_queue_sid,
    initiating_workflow_sid: task.workflow_sid,
    transfer_mode: given.mode,
    transfer_to: given.to,
    transfer_type: target.type,
    transfer_status: 'initiated',
    transfer_failed_reason: null,
    previous_routing_target: task.routing_target,
    previous_ignore_capacity: task.ignore_capacity,
    previous_priority: task.priority,
    date_created: tx.now,
    date_updated: tx.now,
  };
}

/**
 * Starts the transfer of a task to another worker, a queue or a workflow: the task looks for a worker again while
 * the present one keeps it (TaskRouter.js SDK "Task: transfer"). 404/20404 for a task or reservation that is not
 * the worker's; 400/20001 when the task is not assigned, is being transferred already, or the target cannot take it.
 */
export async function initiateTransfer(tx: Transaction, given: NewTransfer): Promise<TaskTransferRow> {
  refuseUnusable(given);
  await requireTask(tx.db, given.accountSid, given.workspaceSid, given.taskSid);
  const [task] = await holdTasks(tx, [given.taskSid]);
  if (task === undefined) throw notFound(`/Workspaces/${given.workspaceSid}/Tasks/${given.taskSid}`);
  await requireAccepted(tx, given);
  refuseUntransferable(task);
  const target = await readTransferTarget(tx, task, given.to, given.attributes ?? task.attributes);
  const transfer = newTransfer(tx, task, given, target);
  await tx.db.insertInto('task_transfers').values(transfer).execute();
  const waiting = await tx.db
    .updateTable('tasks')
    .set({ ...routeTo(tx, task, given, target), transfer_sid: transfer.sid })
    .where('sid', '=', task.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  await setTimer(tx, {
    kind: TRANSFER_TIMER,
    subject: transfer.sid,
    dueAt: tx.now + task.timeout * 1_000,
  });
  recordTransfer(tx, 'task.transfer-initiated', transfer, waiting);
  recordTask(tx, 'task.updated', waiting);
  return transfer;
}

/** A transfer to be taken back by the worker who started it. */
export interface TransferPlace {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workerSid: string;
  readonly taskSid: string;
  readonly transferSid: string;
}

/**
 * Takes a transfer back: its open offers are canceled and the task returns to the worker (TaskRouter.js SDK
 * "OutgoingTransfer: cancel"). 404/20404 for a transfer that is not the worker's, 400/20001 when it has ended.
 */
export async function cancelTransfer(tx: Transaction, place: TransferPlace): Promise<TaskTransferRow> {
  await requireTask(tx.db, place.accountSid, place.workspaceSid, place.taskSid);
  await holdTasks(tx, [place.taskSid]);
  const transfer = await tx.db
    .selectFrom('task_transfers')
    .selectAll()
    .where('sid', '=', place.transferSid)
    .where('task_sid', '=', place.taskSid)
    .where('initiating_worker_sid', '=', place.workerSid)
    .where('workspace_sid', '=', place.workspaceSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
  if (transfer === undefined) {
    throw notFound(
      `/Workspaces/${place.workspaceSid}/Workers/${place.workerSid}/Transfers/${place.transferSid}`,
    );
  }
  const canceled =
    transfer.transfer_status === 'initiated'
      ? (await cancelTransfers(tx, [transfer.task_sid]))[0]
      : undefined;
  if (canceled === undefined) {
    throw apiError(
      20001,
      `Transfer ${transfer.sid} is already ${transfer.transfer_status}. Cannot cancel transfer.`,
    );
  }
  return canceled;
}
