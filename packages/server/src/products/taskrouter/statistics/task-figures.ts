// The tasks of the present: how many there are by status and priority, and which of them has waited longest.
import { sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { TaskStatus, WorkspaceRow } from '#storage/schema/taskrouter.ts';

/** A task and since when it waits, in milliseconds since the epoch. */
export interface WaitingSince {
  readonly taskSid: string;
  readonly since: number;
}

/** The tasks of a workspace, workflow or queue. */
export interface TaskFigures {
  readonly byStatus: ReadonlyMap<TaskStatus, number>;
  readonly byPriority: ReadonlyMap<number, number>;
  readonly total: number;
  /** The oldest task nobody has accepted yet. */
  readonly longestWaiting: WaitingSince | null;
}

/** Which tasks are counted: of all kinds and channels where nothing is said. */
export interface TaskQuestion {
  readonly workspace: WorkspaceRow;
  readonly workflowSid?: string;
  readonly queueSids?: readonly string[];
  readonly taskChannelSid: string | null;
}

const WAITING: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['pending', 'reserved']);

interface TaskGroup {
  readonly task_queue_sid: string | null;
  readonly assignment_status: TaskStatus;
  readonly priority: number;
  readonly tasks: number;
  readonly oldest: string;
  readonly since: number;
}

/** All figures come from one statement, so that they agree. SIDs grow, so the smallest is that of the oldest task. */
async function readGroups(db: Reader, question: TaskQuestion): Promise<TaskGroup[]> {
  const { workspace, workflowSid, queueSids, taskChannelSid } = question;
  let query = db
    .selectFrom('tasks')
    .select(['task_queue_sid', 'assignment_status', 'priority'])
    .select(({ fn }) => [
      fn.count<number>('sid').as('tasks'),
      fn.min('sid').as('oldest'),
      fn.min('date_created').as('since'),
    ])
    .where('workspace_sid', '=', workspace.sid);
  if (workflowSid !== undefined) query = query.where('workflow_sid', '=', workflowSid);
  if (queueSids !== undefined) query = query.where('task_queue_sid', 'in', queueSids);
  if (taskChannelSid !== null) query = query.where('task_channel_sid', '=', taskChannelSid);
  return query.groupBy(['task_queue_sid', 'assignment_status', 'priority']).execute();
}

function figuresOf(groups: readonly TaskGroup[]): TaskFigures {
  const byStatus = new Map<TaskStatus, number>();
  const byPriority = new Map<number, number>();
  let total = 0;
  let longestWaiting: WaitingSince | null = null;
  for (const { assignment_status: status, priority, tasks, oldest, since } of groups) {
    byStatus.set(status, (byStatus.get(status) ?? 0) + tasks);
    byPriority.set(priority, (byPriority.get(priority) ?? 0) + tasks);
    total += tasks;
    if (!WAITING.has(status)) continue;
    if (longestWaiting === null || oldest < longestWaiting.taskSid) {
      longestWaiting = { taskSid: oldest, since };
    }
  }
  return { byStatus, byPriority, total, longestWaiting };
}

/** The figures of all tasks that are meant, taken together. */
export async function readTaskFigures(db: Reader, question: TaskQuestion): Promise<TaskFigures> {
  return figuresOf(await readGroups(db, question));
}

/** The figures of each of the queues, by SID. */
export async function readTaskFiguresByQueue(
  db: Reader,
  question: TaskQuestion & { readonly queueSids: readonly string[] },
): Promise<ReadonlyMap<string, TaskFigures>> {
  const { queueSids } = question;
  if (queueSids.length === 0) return new Map();
  const groups = Map.groupBy(await readGroups(db, question), (group) => group.task_queue_sid);
  return new Map(queueSids.map((sid) => [sid, figuresOf(groups.get(sid) ?? [])]));
}

/** The task nobody has accepted yet that has been in the queue longest, or null. */
export async function readLongestInQueue(
  db: Reader,
  accountSid: string,
  queueSid: string,
  taskChannelSid: string | null,
): Promise<WaitingSince | null> {
  let query = db
    .selectFrom('tasks')
    .select(['sid', 'task_queue_entered_date'])
    .where('task_queue_sid', '=', queueSid)
    .where('account_sid', '=', accountSid)
    // Written out, because the index over these tasks is found by this very text.
    .where(sql<boolean>`assignment_status IN ('pending', 'reserved')`)
    .where('task_queue_entered_date', 'is not', null);
  if (taskChannelSid !== null) query = query.where('task_channel_sid', '=', taskChannelSid);
  const row = await query.orderBy('task_queue_entered_date').orderBy('sid').limit(1).executeTakeFirst();
  return row === undefined ? null : { taskSid: row.sid, since: row.task_queue_entered_date as number };
}
