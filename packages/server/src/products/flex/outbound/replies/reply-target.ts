// Where the task of an answer goes at the time of the answer: the agent who wrote may be away by then.
import type { Reader } from '#storage/database.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import type { Target } from '../routing-target.ts';

/** Whether the worker is there, and takes work; `undefined` for one who is there no more. */
async function isAvailable(db: Reader, accountSid: string, workerSid: string): Promise<boolean | undefined> {
  const worker = await db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .select('activities.available')
    .where('workers.sid', '=', workerSid)
    .where('workers.account_sid', '=', accountSid)
    .executeTakeFirst();
  return worker === undefined ? undefined : worker.available === 1;
}

/** The same for anybody the workflow or the queue finds. */
export function forAnybody(target: Target): Target {
  return { ...target, workerSid: null };
}

/**
 * The target now. An answer to the same agent goes to whoever the workflow or the queue finds while that agent is
 * away, so that nobody waits for somebody on leave; `knownWorkerSid` in the task tells who wrote.
 */
export async function replyTarget(
  db: Reader,
  { account_sid: accountSid, routing }: OutboundConversationRow,
): Promise<Target> {
  const target = JSON.parse(routing) as Target;
  if (target.workerSid === null || (target.workflowSid ?? target.queueSid) === null) return target;
  const available = await isAvailable(db, accountSid, target.workerSid);
  const isReachable = available === true || (available === false && !target.isToSameAgent);
  return isReachable ? target : forAnybody(target);
}
