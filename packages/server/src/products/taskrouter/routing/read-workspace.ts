// Reads what routing keeps of a workspace: the whole when it takes it over, later what events say has changed. The
// number of statements does not depend on how much that is, but for very long lists.
import type { Reader } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { selectWorkerViews, type WorkerView } from '../workers/find-worker.ts';
import { workerDocument } from '../workers/worker-document.ts';
import type { Trigger } from './trigger.ts';
import type { ChannelState, QueueState, WorkerState } from './worker-state.ts';
import { type ReadObjects, type ReadTask, WorkspaceRouting } from './workspace-routing.ts';

/** Names in one statement at most. */
const NAMES = 1_000;
/** Statuses of reservations whose worker holds the task. */
const HELD = ['accepted', 'wrapping'] as const;

/** The routing of a workspace as the database has it; null when there is no such workspace. */
export async function readWorkspace(
  db: Reader,
  workspaceSid: string,
  now: number,
): Promise<WorkspaceRouting | null> {
  const workspace = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('sid', '=', workspaceSid)
    .executeTakeFirst();
  if (workspace === undefined) return null;
  const channels = await db
    .selectFrom('task_channels')
    .select('sid')
    .where('workspace_sid', '=', workspaceSid)
    .where('channel_optimized_routing', '=', 1)
    .execute();
  const routing = new WorkspaceRouting({
    sid: workspaceSid,
    accountSid: workspace.account_sid,
    prioritized: workspace.prioritize_queue_order,
    byIdleTime: new Set(channels.map(({ sid }) => sid)),
  });
  const read = {
    queues: await queuesOf(db, workspaceSid, null),
    workflows: await db
      .selectFrom('workflows')
      .selectAll()
      .where('workspace_sid', '=', workspaceSid)
      .execute(),
    workers: await workersOf(db, workspace.account_sid, workspaceSid, null),
    tasks: await withHolders(db, await waitingTasks(db, workspaceSid).execute()),
    gone: [],
  };
  routing.load(read, now);
  return routing;
}

/** What is behind the names of a trigger now. */
export async function readChanges(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
  trigger: Trigger,
): Promise<ReadObjects> {
  const { tasks, workers, queues, workflows } = trigger;
  const found = {
    queues: queues.size === 0 ? [] : await queuesOf(db, workspaceSid, [...queues]),
    workflows: await inChunks([...workflows], (sids) =>
      db
        .selectFrom('workflows')
        .selectAll()
        .where('workspace_sid', '=', workspaceSid)
        .where('sid', 'in', sids)
        .execute(),
    ),
    workers: await inChunks([...workers], (sids) => workersOf(db, accountSid, workspaceSid, sids)),
  };
  const rows = new Map<string, TaskRow>();
  const add = (read: readonly TaskRow[]) => {
    for (const row of read) rows.set(row.sid, row);
    return [];
  };
  await inChunks([...tasks], async (sids) =>
    add(await waitingTasks(db, workspaceSid).where('sid', 'in', sids).execute()),
  );
  await inChunks([...workflows], async (sids) =>
    add(await waitingTasks(db, workspaceSid).where('workflow_sid', 'in', sids).execute()),
  );
  const present = new Set([
    ...[...found.queues, ...found.workflows, ...found.workers].map(({ sid }) => sid),
    ...rows.keys(),
  ]);
  return {
    ...found,
    tasks: await withHolders(db, [...rows.values()]),
    gone: [
      ...trigger.gone,
      ...[...tasks, ...workers, ...queues, ...workflows].filter((sid) => !present.has(sid)),
    ],
  };
}

async function inChunks<Row>(
  names: readonly string[],
  read: (names: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < names.length; at += NAMES) rows.push(...(await read(names.slice(at, at + NAMES))));
  return rows;
}

function waitingTasks(db: Reader, workspaceSid: string) {
  return db.selectFrom('tasks').selectAll().where('workspace_sid', '=', workspaceSid).where('waits', '=', 1);
}

/** Only a task that is being transferred waits while somebody holds it. */
async function withHolders(db: Reader, rows: readonly TaskRow[]): Promise<ReadTask[]> {
  const transferred = rows.filter((row) => row.transfer_sid !== null).map(({ sid }) => sid);
  const reservations = await inChunks(transferred, (sids) =>
    db
      .selectFrom('reservations')
      .select(['task_sid', 'worker_sid'])
      .where('task_sid', 'in', sids)
      .where('reservation_status', 'in', HELD)
      .execute(),
  );
  const holders = new Map<string, Set<string>>();
  for (const { task_sid, worker_sid } of reservations) {
    holders.set(task_sid, (holders.get(task_sid) ?? new Set()).add(worker_sid));
  }
  return rows.map((row) => ({ row, holders: holders.get(row.sid) ?? NOBODY }));
}

const NOBODY: ReadonlySet<string> = new Set();

async function queuesOf(
  db: Reader,
  workspaceSid: string,
  only: readonly string[] | null,
): Promise<QueueState[]> {
  let query = db.selectFrom('task_queues').selectAll().where('workspace_sid', '=', workspaceSid);
  if (only !== null) query = query.where('sid', 'in', only);
  return (await query.execute()).map((row) => ({
    sid: row.sid,
    targetWorkers: row.target_workers,
    order: row.task_order,
    maxReservedWorkers: row.max_reserved_workers,
  }));
}

async function workersOf(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
  only: readonly string[] | null,
): Promise<WorkerState[]> {
  let workers = selectWorkerViews(db, accountSid, workspaceSid);
  let channels = db.selectFrom('worker_channels').selectAll().where('workspace_sid', '=', workspaceSid);
  if (only !== null) {
    workers = workers.where('workers.sid', 'in', only);
    channels = channels.where('worker_sid', 'in', only);
  }
  // Channels are read first: a worker who takes a task meanwhile is rather seen as busy than as free.
  const byWorker = new Map<string, Map<string, ChannelState>>();
  for (const row of await channels.execute()) {
    const states = byWorker.get(row.worker_sid) ?? new Map<string, ChannelState>();
    byWorker.set(row.worker_sid, states);
    states.set(row.task_channel_sid, {
      isAvailable: row.available === 1,
      free: row.capacity - row.assigned_tasks,
      releasedAt: row.date_released,
    });
  }
  return (await workers.execute()).map((row) => workerState(row, byWorker.get(row.sid) ?? new Map()));
}

function workerState(row: WorkerView, channels: ReadonlyMap<string, ChannelState>): WorkerState {
  const { sid, friendly_name, activity_sid, activity_name, attributes } = row;
  return {
    sid,
    document: workerDocument(row),
    documentText: JSON.stringify([friendly_name, activity_sid, activity_name, attributes]),
    activitySid: activity_sid,
    isAvailable: row.available === 1,
    statusChangedAt: row.date_status_changed,
    lastOffer: row.last_offer,
    channels,
  };
}
