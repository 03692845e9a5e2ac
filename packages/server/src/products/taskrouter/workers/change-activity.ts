// Moving a worker to another activity.
import { appendEvent } from '#events/event-log.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ActivityRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { findWorker, type WorkerView } from './find-worker.ts';
import { workerFacts } from './worker-events.ts';

/** An activity of the workspace named by a parameter; 400/20001 when there is none. */
export async function requireNamedActivity(
  db: Reader,
  workspaceSid: string,
  activitySid: string,
  parameter: string,
): Promise<ActivityRow> {
  const activity = await db
    .selectFrom('activities')
    .selectAll()
    .where('sid', '=', activitySid)
    .where('workspace_sid', '=', workspaceSid)
    .executeTakeFirst();
  if (activity === undefined)
    throw invalidParameter(parameter, `the workspace has no activity ${activitySid}`);
  return activity;
}

/** Moves a worker to an activity of its workspace; nothing happens when it is in it already. */
export async function changeActivity(
  tx: Transaction,
  worker: WorkerView,
  activity: ActivityRow,
): Promise<WorkerView> {
  if (worker.activity_sid === activity.sid) return worker;
  const updated = await tx.db
    .updateTable('workers')
    .set((eb) => ({
      activity_sid: activity.sid,
      version: eb('version', '+', 1),
      date_status_changed: tx.now,
      date_updated: tx.now,
    }))
    .where('sid', '=', worker.sid)
    .returningAll()
    .executeTakeFirst();
  if (updated === undefined) return worker;
  const view = { ...updated, activity_name: activity.friendly_name, available: activity.available };
  appendEvent(tx, {
    type: 'worker.activity.update',
    accountSid: view.account_sid,
    subjectSid: view.sid,
    data: {
      ...workerFacts(view),
      previousActivitySid: worker.activity_sid,
      previousActivityName: worker.activity_name,
      timeInPreviousActivity: Math.max(0, tx.now - worker.date_status_changed),
    },
  });
  return view;
}

/** Moves a worker to an activity that a parameter names, after a reservation; a worker that is gone stays gone. */
export async function moveWorker(
  tx: Transaction,
  place: ObjectPlace,
  activitySid: string,
  parameter: string,
): Promise<void> {
  const activity = await requireNamedActivity(tx.db, place.workspaceSid, activitySid, parameter);
  const worker = await findWorker(tx.db, place);
  if (worker !== undefined) await changeActivity(tx, worker, activity);
}
