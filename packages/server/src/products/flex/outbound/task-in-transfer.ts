// Whether the open conversation's work can be taken over: not while it is on its way to somebody else, and not by
// somebody who is away. What cannot be taken over is refused as a conflict, and stays as it is.
import { ApiError, apiError } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import { holdTasks } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { type OpenConversation, openDetails } from './open-pair.ts';

/** What TaskRouter refuses a transfer with that cannot be: to somebody who cannot take it, or of work that moved on. */
const NOT_TRANSFERABLE: ReadonlySet<number> = new Set([20001, 20404]);

/** 409/20409 with the facts of the conversation, as every take-over that cannot be. */
function conflict(tx: Transaction, open: OpenConversation, sentence: string, facts: object): ApiError {
  return apiError(20409, sentence, { parameter: 'IfOpen', ...facts, ...openDetails(open, tx.now) });
}

/** Holds the task of the conversation, so that nobody transfers, accepts or ends it meanwhile. */
export async function holdWork(tx: Transaction, taskSid: string): Promise<TaskRow | undefined> {
  const [task] = await holdTasks(tx, [taskSid]);
  return task;
}

/**
 * Whether the task is being transferred to this target; 409/20409 when it is being transferred to somebody else, because
 * two cannot take it over at a time.
 */
export function isOnItsWay(
  tx: Transaction,
  open: OpenConversation,
  task: TaskRow | undefined,
  target: string,
): boolean {
  if (task === undefined || task.transfer_sid === null) return false;
  if (task.routing_target === target) return true;
  const sentence = 'The task of the conversation is being transferred to somebody else';
  throw conflict(tx, open, sentence, { transfer_sid: task.transfer_sid, transfer_to: task.routing_target });
}

/** 409/20409 for a worker who is away: whoever has the work, or is offered it, would lose it to nobody. */
export async function refuseAbsent(tx: Transaction, open: OpenConversation, target: string): Promise<void> {
  if (!isSid(target, 'WK')) return;
  const worker = await tx.db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .select('activities.available')
    .where('workers.sid', '=', target)
    .where('workers.account_sid', '=', open.thread.account_sid)
    .executeTakeFirst();
  if (worker?.available === 1) return;
  throw conflict(tx, open, `Worker ${target} is away and cannot take the conversation over`, {
    worker_sid: target,
  });
}

/** Transfers the task; 409/20409 when it cannot be transferred there. */
export async function handOver<T>(
  tx: Transaction,
  open: OpenConversation,
  transfer: () => Promise<T>,
): Promise<T> {
  try {
    return await transfer();
  } catch (error) {
    if (error instanceof ApiError && NOT_TRANSFERABLE.has(error.code)) {
      throw conflict(tx, open, error.message, {});
    }
    throw error;
  }
}
