// Creating, renaming and removing activities.
import { appendEvent } from '#events/event-log.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ActivityRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';

/** Activities of a workspace at most (TaskRouter "limits"). */
const LIMIT = 100;

/** An activity about to be made. */
export interface NewActivity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly friendlyName: string;
  /** Whether workers in it are offered tasks; it never changes. */
  readonly available?: boolean | null;
}

function record(
  tx: Transaction,
  type: 'activity.created' | 'activity.updated' | 'activity.deleted',
  activity: ActivityRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: activity.account_sid,
    subjectSid: activity.sid,
    data: {
      workspaceSid: activity.workspace_sid,
      friendlyName: activity.friendly_name,
      available: activity.available === 1,
    },
  });
}

/** An activity of the workspace. */
export function findActivity(db: Reader, place: ObjectPlace): Promise<ActivityRow | undefined> {
  return db
    .selectFrom('activities')
    .selectAll()
    .where('sid', '=', place.sid)
    .where('workspace_sid', '=', place.workspaceSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
}

/** Makes an activity; 400/20001 when the workspace has 100. */
export async function createActivity(tx: Transaction, given: NewActivity): Promise<ActivityRow> {
  const workspace = await requireWorkspace(tx.db, given.accountSid, given.workspaceSid);
  const { count } = await tx.db
    .selectFrom('activities')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_sid', '=', workspace.sid)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMIT) throw apiError(20001, `A workspace has at most ${LIMIT} activities`);
  const activity: ActivityRow = {
    sid: newSid('WA'),
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    friendly_name: given.friendlyName,
    available: given.available ? 1 : 0,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('activities').values(activity).execute();
  record(tx, 'activity.created', activity);
  return activity;
}

/** Renames an activity. `Available` cannot be changed afterwards: it is accepted and has no effect. */
export async function renameActivity(
  tx: Transaction,
  place: ObjectPlace,
  friendlyName: string | null,
): Promise<ActivityRow> {
  const updated = await tx.db
    .updateTable('activities')
    .set({ ...(friendlyName === null ? {} : { friendly_name: friendlyName }), date_updated: tx.now })
    .where('sid', '=', place.sid)
    .where('workspace_sid', '=', place.workspaceSid)
    .where('account_sid', '=', place.accountSid)
    .returningAll()
    .executeTakeFirst();
  if (updated === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Activities/${place.sid}`);
  record(tx, 'activity.updated', updated);
  return updated;
}

/** Removes an activity; 400/20001 while a worker, a queue or the workspace itself uses it. */
export async function removeActivity(tx: Transaction, place: ObjectPlace): Promise<void> {
  const activity = await findActivity(tx.db, place);
  if (activity === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Activities/${place.sid}`);
  const workspace = await requireWorkspace(tx.db, place.accountSid, place.workspaceSid);
  if (workspace.default_activity_sid === activity.sid || workspace.timeout_activity_sid === activity.sid) {
    throw apiError(20001, `Activity ${activity.sid} is the default or timeout activity of its workspace`);
  }
  const worker = await tx.db
    .selectFrom('workers')
    .select('sid')
    .where('activity_sid', '=', activity.sid)
    .limit(1)
    .executeTakeFirst();
  if (worker !== undefined)
    throw apiError(20001, `Activity ${activity.sid} is in use by worker ${worker.sid}`);
  const queue = await tx.db
    .selectFrom('task_queues')
    .select('sid')
    .where('workspace_sid', '=', workspace.sid)
    .where((eb) =>
      eb.or([
        eb('reservation_activity_sid', '=', activity.sid),
        eb('assignment_activity_sid', '=', activity.sid),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (queue !== undefined) throw apiError(20001, `Activity ${activity.sid} is in use by queue ${queue.sid}`);
  await tx.db.deleteFrom('activities').where('sid', '=', activity.sid).execute();
  record(tx, 'activity.deleted', activity);
}
