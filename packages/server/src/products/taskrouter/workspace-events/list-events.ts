// The filters of the list of events, each answered by one walk along one index.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import type { WorkspaceEventRow } from '#storage/schema/workspace-events.ts';
import { findTaskChannel } from '../task-channels/find-task-channel.ts';

const MINUTE_MS = 60_000;
/** How far back a list reaches that nothing else bounds. */
const DEFAULT_MINUTES = 15;

/** What the events listed must satisfy; what is null does not limit them. */
export interface EventFilters {
  /** Number of the event in the log. */
  readonly id: number | null;
  readonly reservationSid: string | null;
  readonly taskSid: string | null;
  readonly workerSid: string | null;
  readonly taskQueueSid: string | null;
  readonly workflowSid: string | null;
  /** SID or unique name. */
  readonly taskChannel: string | null;
  readonly eventType: string | null;
  /** Milliseconds since the epoch. */
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly minutes: number | null;
}

/**
 * When the events listed begin, or null when they begin with the oldest: the start date, else so many minutes ago, by
 * default 15 (TaskRouter "Event resource"). The default does not cut off the events of one task or reservation, of
 * which there are few and all of which are asked for.
 */
export function startOf(filters: EventFilters, now: number): number | null {
  const { startDate, endDate, minutes, id, taskSid, reservationSid } = filters;
  if (startDate !== null) return startDate;
  if (minutes !== null) return now - minutes * MINUTE_MS;
  const isBounded = [endDate, id, taskSid, reservationSid].some((value) => value !== null);
  return isBounded ? null : now - DEFAULT_MINUTES * MINUTE_MS;
}

/** A channel that was removed is still found by its SID. */
async function channelSid(db: Reader, workspace: WorkspaceRow, named: string): Promise<string> {
  const place = { accountSid: workspace.account_sid, workspaceSid: workspace.sid };
  return (await findTaskChannel(db, place, named))?.sid ?? named;
}

function equal(column: keyof WorkspaceEventRow, value: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(`workspace_events.${column}`)} = ${value}`;
}

/** Compares a column in a way no index answers. */
function unindexed(column: keyof WorkspaceEventRow, value: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(`workspace_events.${column}`)} || '' = ${value}`;
}

/** The one comparison an index is walked by: what has the fewest events of all that is given. */
async function walkedBy(db: Reader, workspace: WorkspaceRow, filters: EventFilters) {
  const { taskChannel, eventType } = filters;
  const subjects = [
    ['reservation_sid', filters.reservationSid],
    ['task_sid', filters.taskSid],
    ['worker_sid', filters.workerSid],
    ['task_queue_sid', filters.taskQueueSid],
    ['workflow_sid', filters.workflowSid],
    ['task_channel_sid', taskChannel === null ? null : await channelSid(db, workspace, taskChannel)],
  ] as const;
  const given = subjects.flatMap(([column, value]) => (value === null ? [] : [{ column, value }]));
  const rest = given.slice(1).map(({ column, value }) => unindexed(column, value));
  if (eventType !== null) rest.push(unindexed('event_type', eventType));
  const [first] = given;
  if (first !== undefined)
    return [equal(first.column, first.value), unindexed('workspace_sid', workspace.sid), ...rest];
  if (eventType === null) return [equal('workspace_sid', workspace.sid)];
  const inWorkspace = sql<SqlBool>`(workspace_sid || ' ' || event_type) = ${`${workspace.sid} ${eventType}`}`;
  return [inWorkspace];
}

/**
 * The events of a workspace that satisfy the filters. Of what is compared, one thing decides which index is walked,
 * and the others only pass or drop what is found there: left to itself a database without statistics might walk the
 * whole workspace for the events of a task.
 */
export async function listEvents(db: Reader, workspace: WorkspaceRow, filters: EventFilters, now: number) {
  let query = db
    .selectFrom('workspace_events')
    .selectAll()
    .where(unindexed('account_sid', workspace.account_sid));
  for (const comparison of await walkedBy(db, workspace, filters)) query = query.where(comparison);
  if (filters.id !== null) query = query.where('id', '=', filters.id);
  const start = startOf(filters, now);
  if (start !== null) query = query.where('event_date', '>=', start);
  if (filters.endDate !== null) query = query.where('event_date', '<=', filters.endDate);
  return query;
}
