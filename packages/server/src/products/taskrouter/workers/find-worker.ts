// Reading workers: the plain row, and the row with its activity.
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';

/** A worker with its activity. */
export interface WorkerView extends WorkerRow {
  activity_name: string;
  /** Whether workers in the activity are offered tasks. */
  available: number;
}

/** Workers of a workspace with their activities. */
export function selectWorkerViews(db: Reader, accountSid: string, workspaceSid: string) {
  return db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .selectAll('workers')
    .select(['activities.friendly_name as activity_name', 'activities.available as available'])
    .where('workers.workspace_sid', '=', workspaceSid)
    .where('workers.account_sid', '=', accountSid);
}

/** A worker of the workspace as answers show it. */
export function findWorker(db: Reader, place: ObjectPlace): Promise<WorkerView | undefined> {
  return selectWorkerViews(db, place.accountSid, place.workspaceSid)
    .where('workers.sid', '=', place.sid)
    .executeTakeFirst();
}

/** The worker, or 404/20404. */
export async function requireWorker(db: Reader, place: ObjectPlace): Promise<WorkerView> {
  const worker = await findWorker(db, place);
  if (worker === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Workers/${place.sid}`);
  return worker;
}
