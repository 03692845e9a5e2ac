// What the role of an access token lets a client do: a worker acts as itself, a supervisor on its whole workspace.
// Capability tokens have policies instead, which are asked before a call gets here.
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import type { BridgeCall } from './call.ts';

/** Whether the client acts as a worker and as nobody else. */
export function isPlainWorker({ actor }: BridgeCall): boolean {
  return actor.rights.kind === 'role' && !actor.rights.isSupervisor;
}

/** 403/20006 for a workspace other than the token's. */
export function refuseOtherWorkspace({ actor, params }: BridgeCall): void {
  if (params['WorkspaceSid'] !== actor.workspaceSid) {
    throw apiError(20006, 'The token is for another workspace');
  }
}

/** 403/20006 for a worker who acts for another one. */
export function refuseOtherWorker(call: BridgeCall, workerSid: string | undefined): void {
  if (isPlainWorker(call) && workerSid !== call.actor.workerSid) {
    throw apiError(20006, 'A worker can act for itself only');
  }
}

/** 403/20006 for a worker who asks for what only supervisors may. */
export function refuseWorkers(call: BridgeCall): void {
  if (isPlainWorker(call)) throw apiError(20006, 'This takes a token with the role supervisor');
}

/** 403/20006 for a worker who has no reservation of the task in one of the statuses. */
export async function refuseOtherTask(
  db: Reader,
  call: BridgeCall,
  taskSid: string,
  statuses: readonly ReservationStatus[] | null,
): Promise<void> {
  if (!isPlainWorker(call)) return;
  let query = db
    .selectFrom('reservations')
    .select('sid')
    .where('task_sid', '=', taskSid)
    .where('worker_sid', '=', call.actor.workerSid ?? '')
    .where('account_sid', '=', call.actor.accountSid)
    .limit(1);
  if (statuses !== null) query = query.where('reservation_status', 'in', statuses);
  if ((await query.executeTakeFirst()) === undefined) {
    throw apiError(20006, `The worker has no reservation of task ${taskSid} that lets it do this`);
  }
}
