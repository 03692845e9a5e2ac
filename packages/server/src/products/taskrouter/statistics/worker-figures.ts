// The workers of the present: how many are in each activity, and how many queues could give tasks to.
import { compileExpression } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { selectWorkerViews } from '../workers/find-worker.ts';
import { matchingWorkers } from '../workers/matching-workers.ts';
import { workerDocument } from '../workers/worker-document.ts';

/** An activity and the workers in it. */
export interface ActivityFigure {
  readonly sid: string;
  readonly friendlyName: string;
  readonly workers: number;
}

/** Every activity of a workspace with the workers in it, oldest activity first. */
export async function readActivityFigures(db: Reader, workspace: WorkspaceRow): Promise<ActivityFigure[]> {
  return db
    .selectFrom('activities')
    .leftJoin('workers', 'workers.activity_sid', 'activities.sid')
    .select(['activities.sid as sid', 'activities.friendly_name as friendlyName'])
    .select(({ fn }) => fn.count<number>('workers.sid').as('workers'))
    .where('activities.workspace_sid', '=', workspace.sid)
    .groupBy(['activities.sid', 'activities.friendly_name'])
    .orderBy('activities.sid')
    .execute();
}

/** The same activities with the workers of a part of the workspace. */
export function figuresAmong(
  activities: readonly ActivityFigure[],
  workers: readonly { readonly activity_sid: string }[],
): ActivityFigure[] {
  const counts = new Map<string, number>();
  for (const { activity_sid: sid } of workers) counts.set(sid, (counts.get(sid) ?? 0) + 1);
  return activities.map((activity) => ({ ...activity, workers: counts.get(activity.sid) ?? 0 }));
}

/** The workers a queue could give tasks to. */
export interface QueueWorkers {
  /** Those whose attributes satisfy the queue, whatever their activity. */
  readonly eligible: number;
  /** Those of them that are in an available activity, busy or not. */
  readonly available: number;
  readonly activities: readonly ActivityFigure[];
}

/** The workers of queues, by the queue's SID. Each worker is read once, however many queues there are. */
export async function readQueueWorkers(
  db: Reader,
  workspace: WorkspaceRow,
  queues: readonly { readonly sid: string; readonly target_workers: string }[],
): Promise<ReadonlyMap<string, QueueWorkers>> {
  const activities = await readActivityFigures(db, workspace);
  const workers = (await selectWorkerViews(db, workspace.account_sid, workspace.sid).execute()).map(
    (worker) => ({ ...worker, document: { attributes: workerDocument(worker) } }),
  );
  return new Map(
    queues.map((queue) => {
      const isEligible = compileExpression(queue.target_workers);
      const eligible = workers.filter((worker) => isEligible(worker.document));
      const available = eligible.filter((worker) => worker.available === 1).length;
      return [
        queue.sid,
        { eligible: eligible.length, available, activities: figuresAmong(activities, eligible) },
      ];
    }),
  );
}

/** Which workers of a workspace are meant; what is null does not limit them. */
export interface WorkerChoice {
  readonly friendlyName: string | null;
  readonly taskQueueSid: string | null;
  readonly taskQueueName: string | null;
}

/** The workers meant by their name and a queue they are eligible for; null when every worker is. */
export async function chosenWorkers(
  db: Reader,
  workspace: WorkspaceRow,
  { friendlyName, taskQueueSid, taskQueueName }: WorkerChoice,
): Promise<{ readonly sid: string; readonly activity_sid: string }[] | null> {
  if (friendlyName === null && taskQueueSid === null && taskQueueName === null) return null;
  const ofQueue = await matchingWorkers(db, workspace, {
    expression: null,
    queueSid: taskQueueSid,
    queueName: taskQueueName,
  });
  let query = db
    .selectFrom('workers')
    .select(['sid', 'activity_sid'])
    .where('workspace_sid', '=', workspace.sid);
  if (friendlyName !== null) {
    query = query
      .where('name_key', '=', friendlyName.toLowerCase())
      .where('friendly_name', '=', friendlyName);
  }
  const workers = await query.execute();
  if (ofQueue === null) return workers;
  const members = new Set(ofQueue);
  return workers.filter((worker) => members.has(worker.sid));
}
