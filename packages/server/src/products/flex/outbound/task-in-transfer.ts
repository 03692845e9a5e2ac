// A task that is being handed over already when somebody wants to take it over.
import { apiError } from '#kernel/errors.ts';
import { findTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import { type OpenConversation, openDetails } from './open-pair.ts';
import type { Plan } from './preflight/preflight.ts';

/**
 * Whether the open conversation's task is being transferred to this target; 409/20409 when it is being transferred to
 * somebody else, because two cannot take it over at a time.
 */
export async function isOnItsWay(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  target: string,
): Promise<boolean> {
  const task = open.taskSid === null ? undefined : await findTask(tx.db, plan.accountSid, open.taskSid);
  if (task === undefined || task.transfer_sid === null) return false;
  if (task.routing_target === target) return true;
  throw apiError(20409, 'The task of the conversation is being transferred to somebody else', {
    parameter: 'IfOpen',
    transfer_sid: task.transfer_sid,
    ...openDetails(open, tx.now),
  });
}
