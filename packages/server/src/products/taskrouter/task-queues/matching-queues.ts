// Which queues workers are eligible for.
import type { AttributeDocument } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { compileExpression, ExpressionError, type JsonObject } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { findWorker, selectWorkerViews } from '../workers/find-worker.ts';
import { matchingWorkers } from '../workers/matching-workers.ts';
import { workerDocument } from '../workers/worker-document.ts';

/** Which workers the queues must take: one by its SID, or those the attributes or the expression describe. */
export interface QueueMatch {
  readonly workerSid: string | null;
  /** A worker's attributes as a JSON object, or an expression that finds workers. */
  readonly evaluateWorkerAttributes: string | null;
}

async function documentsOf(
  db: Reader,
  workspace: WorkspaceRow,
  text: string,
): Promise<readonly JsonObject[]> {
  const attributes = readDocument(text);
  if (attributes !== null) return [attributes as JsonObject];
  try {
    const sids = await matchingWorkers(db, workspace, { expression: text, queueSid: null, queueName: null });
    const wanted = new Set(sids);
    const workers = await selectWorkerViews(db, workspace.account_sid, workspace.sid).execute();
    return workers.filter((worker) => wanted.has(worker.sid)).map(workerDocument);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalidParameter('EvaluateWorkerAttributes', error.message);
  }
}

function readDocument(text: string): AttributeDocument | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as AttributeDocument)
      : null;
  } catch {
    return null;
  }
}

/** SIDs of the queues that take the worker and one of those described; null when neither limits them. */
export async function matchingQueues(
  db: Reader,
  workspace: WorkspaceRow,
  { workerSid, evaluateWorkerAttributes }: QueueMatch,
): Promise<string[] | null> {
  if (workerSid === null && evaluateWorkerAttributes === null) return null;
  const groups: (readonly JsonObject[])[] = [];
  if (workerSid !== null) {
    const place = { accountSid: workspace.account_sid, workspaceSid: workspace.sid, sid: workerSid };
    const worker = await findWorker(db, place);
    groups.push(worker === undefined ? [] : [workerDocument(worker)]);
  }
  if (evaluateWorkerAttributes !== null) {
    groups.push(await documentsOf(db, workspace, evaluateWorkerAttributes));
  }
  const queues = await db
    .selectFrom('task_queues')
    .select(['sid', 'target_workers'])
    .where('workspace_sid', '=', workspace.sid)
    .execute();
  return queues.flatMap((queue) => {
    const matches = compileExpression(queue.target_workers);
    const takesAll = groups.every((group) => group.some((attributes) => matches({ attributes })));
    return takesAll ? [queue.sid] : [];
  });
}
