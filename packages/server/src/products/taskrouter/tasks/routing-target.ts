// Tasks that are sent directly to a worker, a queue or a workflow (`RoutingTarget`).
import { invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';

/** Where a task is sent. */
export interface DirectRoute {
  /** What the task shows as its routing target. */
  readonly target: string | null;
  /** True when it is sent past any workflow. */
  readonly isDirect: boolean;
  readonly workerSid: string | null;
  readonly queueSid: string | null;
  readonly workflowSid: string | null;
}

interface Given {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly routingTarget?: string | null;
  readonly taskQueueSid?: string | null;
}

const TABLES = { WK: 'workers', WQ: 'task_queues' } as const;

async function refuseUnknown(
  tx: Transaction,
  given: Given,
  name: 'RoutingTarget' | 'TaskQueueSid',
  sid: string,
): Promise<void> {
  const table = TABLES[sid.slice(0, 2) as keyof typeof TABLES];
  const found = await tx.db
    .selectFrom(table)
    .select('sid')
    .where('sid', '=', sid)
    .where('workspace_sid', '=', given.workspaceSid)
    .where('account_sid', '=', given.accountSid)
    .executeTakeFirst();
  if (found === undefined) throw invalidParameter(name, `the workspace has no ${sid}`);
}

/**
 * Reads where the task is to be sent (TaskRouter "Task resource", `RoutingTarget` and `TaskQueueSid`).
 * 400/20001 for a SID that the workspace does not have.
 */
export async function readRoutingTarget(tx: Transaction, given: Given): Promise<DirectRoute> {
  const target = given.routingTarget ?? null;
  const queueSid = given.taskQueueSid ?? null;
  const isWorker = target !== null && isSid(target, 'WK');
  const isQueue = target !== null && isSid(target, 'WQ');
  const isWorkflow = target !== null && isSid(target, 'WW');
  if (target !== null && !isWorker && !isQueue && !isWorkflow) {
    throw invalidParameter('RoutingTarget', 'it is not the SID of a worker, queue or workflow');
  }
  if (isWorker || isQueue) await refuseUnknown(tx, given, 'RoutingTarget', target);
  if (queueSid !== null) await refuseUnknown(tx, given, 'TaskQueueSid', queueSid);
  const shown = target ?? queueSid;
  return {
    target: shown,
    isDirect: shown !== null && !isWorkflow,
    workerSid: isWorker ? target : null,
    queueSid: isQueue ? target : isWorkflow ? null : queueSid,
    workflowSid: isWorkflow ? target : null,
  };
}
