// Creating, changing and removing workers.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ObjectPlace } from '../place.ts';
import { endOffersTo } from '../reservations/answer.ts';
import { failTransfersTo } from '../transfers/end-transfers.ts';
import { refuseOtherVersion, versionOf } from '../version-check.ts';
import { addWorkerChannels } from '../worker-channels/new-worker-channels.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { changeActivity, requireNamedActivity } from './change-activity.ts';
import { requireWorker, type WorkerView } from './find-worker.ts';
import { recordWorker } from './worker-events.ts';

/** Workers of a workspace at most (TaskRouter "limits"). */
const LIMIT = 15_000;

/** A worker about to be made. */
export interface NewWorker {
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** Unique in the workspace, whatever the case. */
  readonly friendlyName: string;
  /** The workspace's default activity when left out. */
  readonly activitySid?: string | null;
  /** JSON object as text. */
  readonly attributes?: string | null;
}

async function refuseFull(tx: Transaction, workspaceSid: string): Promise<void> {
  const { count } = await tx.db
    .selectFrom('workers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_sid', '=', workspaceSid)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMIT) throw apiError(20001, `A workspace has at most ${LIMIT} workers`);
}

function takenName(friendlyName: string) {
  return invalidParameter('FriendlyName', `the workspace has a worker ${friendlyName}`);
}

/**
 * Makes a worker with a channel for every task channel. 400/20001 when its name is taken, in whichever case, when
 * the workspace has 15,000 or no such activity (TaskRouter "Worker resource").
 */
export async function createWorker(tx: Transaction, given: NewWorker): Promise<WorkerView> {
  const workspace = await requireWorkspace(tx.db, given.accountSid, given.workspaceSid);
  const activity = await requireNamedActivity(
    tx.db,
    workspace.sid,
    given.activitySid ?? workspace.default_activity_sid,
    'ActivitySid',
  );
  await refuseFull(tx, workspace.sid);
  const row = await tx.db
    .insertInto('workers')
    .values({
      sid: newSid('WK'),
      account_sid: workspace.account_sid,
      workspace_sid: workspace.sid,
      friendly_name: given.friendlyName,
      name_key: given.friendlyName.toLowerCase(),
      attributes: given.attributes ?? '{}',
      activity_sid: activity.sid,
      version: 0,
      last_offer: '',
      date_status_changed: tx.now,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw takenName(given.friendlyName);
  const channels = await tx.db
    .selectFrom('task_channels')
    .select('sid')
    .where('workspace_sid', '=', workspace.sid)
    .orderBy('sid')
    .execute();
  await addWorkerChannels(
    tx,
    workspace,
    [row.sid],
    channels.map((channel) => channel.sid),
  );
  const worker = { ...row, activity_name: activity.friendly_name, available: activity.available };
  recordWorker(tx, 'worker.created', worker);
  return worker;
}

/** What a caller may change of a worker; what is left out stays. */
export interface WorkerChange {
  readonly friendlyName?: string | undefined;
  readonly attributes?: string | undefined;
  readonly activitySid?: string | undefined;
  /** Reject the open offers of a worker who becomes unavailable. */
  readonly rejectPendingReservations?: boolean | undefined;
}

/** The polite half of the rule that names are unique; the index `uq_workers_name` is the other. */
async function refuseTakenName(tx: Transaction, worker: WorkerView, friendlyName: string): Promise<void> {
  const nameKey = friendlyName.toLowerCase();
  if (nameKey === worker.name_key) return;
  const holder = await tx.db
    .selectFrom('workers')
    .select('sid')
    .where('workspace_sid', '=', worker.workspace_sid)
    .where('name_key', '=', nameKey)
    .executeTakeFirst();
  if (holder !== undefined) throw takenName(friendlyName);
}

async function changeFacts(
  tx: Transaction,
  worker: WorkerView,
  change: WorkerChange,
  ifMatch: string | null,
): Promise<WorkerView> {
  const { friendlyName, attributes } = change;
  if (friendlyName === undefined && attributes === undefined) return worker;
  if (friendlyName !== undefined) await refuseTakenName(tx, worker, friendlyName);
  let query = tx.db
    .updateTable('workers')
    .set((eb) => ({
      ...(friendlyName === undefined
        ? {}
        : { friendly_name: friendlyName, name_key: friendlyName.toLowerCase() }),
      ...(attributes === undefined ? {} : { attributes }),
      version: eb('version', '+', 1),
      date_updated: tx.now,
    }))
    .where('sid', '=', worker.sid);
  if (ifMatch !== null) query = query.where('version', '=', versionOf(ifMatch));
  const updated = await query.returningAll().executeTakeFirst();
  if (updated === undefined) throw apiError(20412);
  const view = { ...updated, activity_name: worker.activity_name, available: worker.available };
  recordWorker(tx, 'worker.attributes.update', view);
  return view;
}

/**
 * Changes a worker. A worker who becomes unavailable keeps the offers already made, unless they are to be
 * rejected; moving between available activities leaves them as they are. 412/20412 for another version than
 * `ifMatch`.
 */
export async function updateWorker(
  tx: Transaction,
  place: ObjectPlace,
  change: WorkerChange,
  ifMatch: string | null,
): Promise<WorkerView> {
  const worker = await requireWorker(tx.db, place);
  refuseOtherVersion(worker, ifMatch);
  const changed = await changeFacts(tx, worker, change, ifMatch);
  if (change.activitySid === undefined) return changed;
  const activity = await requireNamedActivity(tx.db, place.workspaceSid, change.activitySid, 'ActivitySid');
  const moved = await changeActivity(tx, changed, activity);
  if (activity.available === 0 && change.rejectPendingReservations) {
    await endOffersTo(tx, worker.sid, 'reject');
  }
  return moved;
}

/** Removes a worker; open offers are taken back. 400/20001 while it works on a task. */
export async function removeWorker(
  tx: Transaction,
  place: ObjectPlace,
  ifMatch: string | null,
): Promise<void> {
  const worker = await requireWorker(tx.db, place);
  refuseOtherVersion(worker, ifMatch);
  await endOffersTo(tx, worker.sid, 'cancel');
  await failTransfersTo(tx, worker.sid);
  const held = await tx.db
    .selectFrom('reservations')
    .select('task_sid')
    .where('worker_sid', '=', worker.sid)
    .where('reservation_status', 'in', ['accepted', 'wrapping'])
    .limit(1)
    .executeTakeFirst();
  if (held !== undefined) {
    throw apiError(20001, `Worker ${worker.sid} works on task ${held.task_sid} and cannot be removed`);
  }
  await tx.db.deleteFrom('worker_channels').where('worker_sid', '=', worker.sid).execute();
  const removed = await tx.db.deleteFrom('workers').where('sid', '=', worker.sid).executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw notFound(`/Workspaces/${place.workspaceSid}/Workers/${place.sid}`);
  recordWorker(tx, 'worker.deleted', worker);
}
