// Which workers satisfy expressions: one sent with a request, or those of queues.
import { compileExpression } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { selectWorkerViews } from './find-worker.ts';
import { workerDocument } from './worker-document.ts';

/** What the workers must satisfy: all that is given. */
export interface WorkerMatch {
  readonly expression: string | null;
  readonly queueSid: string | null;
  readonly queueName: string | null;
}

/**
 * SIDs of the workers of a workspace that satisfy the expression and are eligible for one of the queues with the
 * SID and name; null when neither limits them.
 */
export async function matchingWorkers(
  db: Reader,
  workspace: WorkspaceRow,
  { expression, queueSid, queueName }: WorkerMatch,
): Promise<string[] | null> {
  if (expression === null && queueSid === null && queueName === null) return null;
  const queues = await queueExpressions(db, workspace, queueSid, queueName);
  const isOfQueue = queues?.map(compileExpression) ?? null;
  const satisfies = expression === null ? null : compileExpression(expression);
  const workers = await selectWorkerViews(db, workspace.account_sid, workspace.sid).execute();
  return workers.flatMap((worker) => {
    const documents = { attributes: workerDocument(worker) };
    if (satisfies !== null && !satisfies(documents)) return [];
    if (isOfQueue !== null && !isOfQueue.some((matches) => matches(documents))) return [];
    return [worker.sid];
  });
}

async function queueExpressions(
  db: Reader,
  workspace: WorkspaceRow,
  queueSid: string | null,
  queueName: string | null,
): Promise<string[] | null> {
  if (queueSid === null && queueName === null) return null;
  let query = db
    .selectFrom('task_queues')
    .select('target_workers')
    .where('workspace_sid', '=', workspace.sid);
  if (queueSid !== null) query = query.where('sid', '=', queueSid);
  if (queueName !== null) query = query.where('friendly_name', '=', queueName);
  return (await query.execute()).map((queue) => queue.target_workers);
}
