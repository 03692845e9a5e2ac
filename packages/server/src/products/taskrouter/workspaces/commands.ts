// Creating and changing workspaces.
import { appendEvent } from '#events/event-log.ts';
import { invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ActivityRow, QueueOrder, WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { removeTasksOf } from '../tasks/remove-task.ts';
import { requireWorkspace } from './find-workspace.ts';
import { createFifoObjects, DEFAULT_ACTIVITIES, DEFAULT_TASK_CHANNELS } from './template.ts';

/** A workspace with the names of its activities. */
export interface WorkspaceView extends WorkspaceRow {
  default_activity_name: string | null;
  timeout_activity_name: string | null;
}

/** A workspace about to be made. */
export interface NewWorkspace {
  readonly accountSid: string;
  readonly friendlyName: string;
  /** `FIFO` adds a queue of all workers and a workflow that leads into it. */
  readonly template?: 'FIFO' | 'NONE' | null;
  readonly eventCallbackUrl?: string | null;
  readonly eventsFilter?: string | null;
  readonly multiTaskEnabled?: boolean | null;
  readonly prioritizeQueueOrder?: QueueOrder | null;
}

/** Workspaces of the account with the names of their activities. */
export function selectWorkspaceViews(db: Reader, accountSid: string) {
  return db
    .selectFrom('workspaces')
    .leftJoin('activities as default_activity', 'default_activity.sid', 'workspaces.default_activity_sid')
    .leftJoin('activities as timeout_activity', 'timeout_activity.sid', 'workspaces.timeout_activity_sid')
    .selectAll('workspaces')
    .select([
      'default_activity.friendly_name as default_activity_name',
      'timeout_activity.friendly_name as timeout_activity_name',
    ])
    .where('workspaces.account_sid', '=', accountSid);
}

/** A workspace of the account as answers show it. */
export function findWorkspaceView(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
): Promise<WorkspaceView | undefined> {
  return selectWorkspaceViews(db, accountSid).where('workspaces.sid', '=', workspaceSid).executeTakeFirst();
}

async function viewOf(tx: Transaction, workspace: WorkspaceRow): Promise<WorkspaceView> {
  const view = await findWorkspaceView(tx.db, workspace.account_sid, workspace.sid);
  if (view === undefined) throw notFound(`/Workspaces/${workspace.sid}`);
  return view;
}

function record(
  tx: Transaction,
  type: 'workspace.created' | 'workspace.updated',
  workspace: WorkspaceRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: workspace.account_sid,
    subjectSid: workspace.sid,
    data: { workspaceSid: workspace.sid, friendlyName: workspace.friendly_name },
  });
}

/**
 * Makes a workspace with the activities Offline, Available and Unavailable and the task channels every workspace
 * has. New workers, and those who leave a reservation unanswered, are Offline (TaskRouter "Workspace resource").
 */
export async function createWorkspace(tx: Transaction, given: NewWorkspace): Promise<WorkspaceView> {
  const times = { date_created: tx.now, date_updated: tx.now };
  const sid = newSid('WS');
  const owner = { account_sid: given.accountSid, workspace_sid: sid };
  const activities: ActivityRow[] = DEFAULT_ACTIVITIES.map((activity) => ({
    sid: newSid('WA'),
    ...owner,
    ...activity,
    ...times,
  }));
  const offline = activities[0] as ActivityRow;
  const workspace: WorkspaceRow = {
    sid,
    account_sid: given.accountSid,
    friendly_name: given.friendlyName,
    default_activity_sid: offline.sid,
    timeout_activity_sid: offline.sid,
    event_callback_url: given.eventCallbackUrl ?? null,
    events_filter: given.eventsFilter ?? null,
    multi_task_enabled: (given.multiTaskEnabled ?? true) ? 1 : 0,
    prioritize_queue_order: given.prioritizeQueueOrder ?? 'FIFO',
    ...times,
  };
  await tx.db.insertInto('workspaces').values(workspace).execute();
  await insertRows(
    tx,
    'activities',
    activities.map((activity) => ({ ...activity })),
  );
  await insertRows(
    tx,
    'task_channels',
    DEFAULT_TASK_CHANNELS.map((channel) => ({ sid: newSid('TC'), ...owner, ...channel, ...times })),
  );
  if (given.template === 'FIFO') await createFifoObjects(tx, workspace);
  record(tx, 'workspace.created', workspace);
  return { ...workspace, default_activity_name: 'Offline', timeout_activity_name: 'Offline' };
}

/** What a caller may change of a workspace; what is left out stays. */
export interface WorkspaceChange {
  readonly friendlyName?: string | undefined;
  readonly defaultActivitySid?: string | undefined;
  readonly timeoutActivitySid?: string | undefined;
  readonly eventCallbackUrl?: string | null | undefined;
  readonly eventsFilter?: string | null | undefined;
  readonly multiTaskEnabled?: boolean | undefined;
  readonly prioritizeQueueOrder?: QueueOrder | undefined;
}

async function refuseForeignActivities(
  tx: Transaction,
  workspaceSid: string,
  named: readonly [name: string, sid: string | undefined][],
): Promise<void> {
  const sids = named.flatMap(([, sid]) => (sid === undefined ? [] : [sid]));
  if (sids.length === 0) return;
  const found = await tx.db
    .selectFrom('activities')
    .select('sid')
    .where('workspace_sid', '=', workspaceSid)
    .where('sid', 'in', sids)
    .execute();
  const known = new Set(found.map((row) => row.sid));
  for (const [name, sid] of named) {
    if (sid !== undefined && !known.has(sid)) {
      throw invalidParameter(name, `the workspace has no activity ${sid}`);
    }
  }
}

function changedColumns(change: WorkspaceChange): Partial<WorkspaceRow> {
  const columns = {
    friendly_name: change.friendlyName,
    default_activity_sid: change.defaultActivitySid,
    timeout_activity_sid: change.timeoutActivitySid,
    event_callback_url: change.eventCallbackUrl,
    events_filter: change.eventsFilter,
    multi_task_enabled: change.multiTaskEnabled === undefined ? undefined : Number(change.multiTaskEnabled),
    prioritize_queue_order: change.prioritizeQueueOrder,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/**
 * Changes a workspace. 400/20001 for an activity it does not have, and for turning multitasking off once it is
 * on (TaskRouter "Workspace resource").
 */
export async function updateWorkspace(
  tx: Transaction,
  accountSid: string,
  workspaceSid: string,
  change: WorkspaceChange,
): Promise<WorkspaceView> {
  const workspace = await requireWorkspace(tx.db, accountSid, workspaceSid);
  if (change.multiTaskEnabled === false && workspace.multi_task_enabled === 1) {
    throw invalidParameter('MultiTaskEnabled', 'multitasking cannot be turned off');
  }
  await refuseForeignActivities(tx, workspaceSid, [
    ['DefaultActivitySid', change.defaultActivitySid],
    ['TimeoutActivitySid', change.timeoutActivitySid],
  ]);
  const updated = await tx.db
    .updateTable('workspaces')
    .set({ ...changedColumns(change), date_updated: tx.now })
    .where('sid', '=', workspaceSid)
    .returningAll()
    .executeTakeFirst();
  if (updated === undefined) throw notFound(`/Workspaces/${workspaceSid}`);
  record(tx, 'workspace.updated', updated);
  return viewOf(tx, updated);
}

const CASCADE = [
  'task_transfers',
  'workspace_events',
  'reservations',
  'tasks',
  'worker_channels',
  'workers',
  'workflows',
  'task_queues',
  'task_channels',
  'activities',
] as const;

/** Removes a workspace and everything in it; its open tasks and the work on them end with it. */
export async function removeWorkspace(
  tx: Transaction,
  accountSid: string,
  workspaceSid: string,
): Promise<void> {
  const removed = await tx.db
    .deleteFrom('workspaces')
    .where('sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) throw notFound(`/Workspaces/${workspaceSid}`);
  await removeTasksOf(tx, workspaceSid);
  for (const table of CASCADE) {
    await tx.db.deleteFrom(table).where('workspace_sid', '=', workspaceSid).execute();
  }
  appendEvent(tx, {
    type: 'workspace.deleted',
    accountSid,
    subjectSid: workspaceSid,
    data: {
      workspaceSid,
      friendlyName: removed.friendly_name,
      eventCallbackUrl: removed.event_callback_url,
      eventsFilter: removed.events_filter,
    },
  });
}
