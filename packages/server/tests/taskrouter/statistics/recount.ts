// Statistics counted plainly from the event log, the slow way, for comparison with what the server keeps.
import type { TestServer } from '../../support/start-server.ts';

/** The facts of any event that is counted. */
interface Facts {
  readonly workspaceSid: string;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly previousQueueSid: string | null;
  readonly taskChannelSid: string;
  readonly workerSid: string;
  readonly activitySid: string;
  /** Seconds, where it is the age of a task. */
  readonly age: number;
  /** Milliseconds. */
  readonly taskAge: number;
  readonly queueAge: number;
}

interface LoggedEvent {
  readonly type: string;
  readonly subject: string;
  readonly at: number;
  readonly data: Facts;
}

/** Milliseconds since the epoch; what happened at `to` is outside. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Every event of a workspace, in order. */
export async function eventsOf(server: TestServer, workspaceSid: string): Promise<LoggedEvent[]> {
  const rows = await server.context.database.read.selectFrom('events').selectAll().orderBy('id').execute();
  return rows
    .map((row) => ({
      type: row.type,
      subject: row.subject_sid,
      at: row.date_created,
      data: JSON.parse(row.data) as Facts,
    }))
    .filter(({ data }) => data.workspaceSid === workspaceSid);
}

type Scope = 'workspace' | 'workflow' | 'queue';

const COLUMN = { workspace: 'workspaceSid', workflow: 'workflowSid', queue: 'taskQueueSid' } as const;

function waits(seconds: readonly number[]) {
  const total = seconds.reduce((sum, one) => sum + one, 0);
  return {
    avg: seconds.length === 0 ? 0 : Math.round(total / seconds.length),
    min: seconds.length === 0 ? 0 : Math.min(...seconds),
    max: seconds.length === 0 ? 0 : Math.max(...seconds),
    total,
  };
}

const wholeSeconds = (milliseconds: number) => Math.floor(milliseconds / 1_000);

/** What the cumulative statistics of a workspace, workflow or queue must be, without dates and identity. */
export function recount(
  events: readonly LoggedEvent[],
  scope: Scope,
  scopeSid: string,
  { from, to }: Span,
  channelSid: string | null,
  thresholds: readonly number[],
): Record<string, unknown> {
  const within = events.filter(
    ({ at, data }) => at >= from && at < to && (channelSid === null || data.taskChannelSid === channelSid),
  );
  const here = within.filter(({ data }) => data[COLUMN[scope]] === scopeSid);
  const count = (...types: string[]) => here.filter(({ type }) => types.includes(type)).length;
  const accepted = here.filter(({ type }) => type === 'reservation.accepted').map(({ data }) => data);
  const canceled = here.filter(({ type }) => type === 'task.canceled').map(({ data }) => data.age);
  const acceptedWaits = accepted.map((data) => wholeSeconds(data.taskAge));
  const left = within.filter(({ type, data }) => {
    const isArrival = type === 'task-queue.entered' || type === 'task-queue.moved';
    const previous = data.previousQueueSid;
    if (!isArrival || previous === null || previous === data.taskQueueSid) return false;
    return scope === 'queue' ? previous === scopeSid : data[COLUMN[scope]] === scopeSid;
  });
  const side = (isBelow: (wait: number) => boolean) => ({
    reservations_accepted: acceptedWaits.filter(isBelow).length,
    tasks_canceled: canceled.filter(isBelow).length,
  });
  const common = {
    avg_task_acceptance_time: waits(acceptedWaits).avg,
    reservations_created: count('reservation.created'),
    reservations_accepted: accepted.length,
    reservations_rejected: count('reservation.rejected'),
    reservations_timed_out: count('reservation.timeout'),
    reservations_canceled: count('reservation.canceled'),
    reservations_rescinded: count('reservation.rescinded'),
    tasks_canceled: canceled.length,
    tasks_completed: count('task.completed'),
    tasks_deleted: count('task.deleted', 'task.system-deleted'),
    tasks_moved: left.length,
    wait_duration_until_accepted: waits(acceptedWaits),
    wait_duration_until_canceled: waits(canceled),
    split_by_wait_time: Object.fromEntries(
      thresholds.map((threshold) => [
        String(threshold),
        { below: side((wait) => wait < threshold), above: side((wait) => wait >= threshold) },
      ]),
    ),
  };
  switch (scope) {
    case 'workspace':
      return {
        ...common,
        tasks_created: count('task.created'),
        tasks_timed_out_in_workflow: count('workflow.timeout'),
      };
    case 'workflow':
      return {
        ...common,
        tasks_entered: count('workflow.entered'),
        tasks_timed_out_in_workflow: count('workflow.timeout'),
      };
    case 'queue':
      return {
        ...common,
        tasks_entered: count('task-queue.entered', 'task-queue.moved'),
        wait_duration_in_queue_until_accepted: waits(accepted.map((data) => wholeSeconds(data.queueAge))),
      };
  }
}

/** Reservations of a worker by the event that tells of them. */
export function recountWorker(
  events: readonly LoggedEvent[],
  workerSid: string,
  { from, to }: Span,
): Record<string, number> {
  const count = (type: string) =>
    events.filter(
      (event) =>
        event.type === type && event.data.workerSid === workerSid && event.at >= from && event.at < to,
    ).length;
  return {
    reservations_created: count('reservation.created'),
    reservations_accepted: count('reservation.accepted'),
    reservations_rejected: count('reservation.rejected'),
    reservations_timed_out: count('reservation.timeout'),
    reservations_canceled: count('reservation.canceled'),
    reservations_rescinded: count('reservation.rescinded'),
  };
}

/** The times of workers in activities, by the activity's SID, each worker followed from event to event. */
export function recountDurations(
  events: readonly LoggedEvent[],
  { from, to }: Span,
  workerSid: string | null,
): Record<string, { avg: number; min: number; max: number; total: number }> {
  const moves = Map.groupBy(
    events.filter(({ type }) =>
      ['worker.created', 'worker.activity.update', 'worker.deleted'].includes(type),
    ),
    ({ subject }) => subject,
  );
  const times = new Map<string, number[]>();
  for (const [worker, own] of moves) {
    if (workerSid !== null && worker !== workerSid) continue;
    const spent = new Map<string, number>();
    own.forEach(({ type, at, data }, index) => {
      if (type === 'worker.deleted') return;
      const end = own[index + 1]?.at ?? to;
      const time = Math.min(end, to) - Math.max(at, from);
      const activity = data.activitySid;
      if (time > 0) spent.set(activity, (spent.get(activity) ?? 0) + time);
    });
    for (const [activity, time] of spent) times.set(activity, [...(times.get(activity) ?? []), time]);
  }
  return Object.fromEntries(
    [...times].map(([activity, spent]) => {
      const total = spent.reduce((sum, time) => sum + time, 0);
      return [
        activity,
        {
          avg: Math.round(total / spent.length / 1_000),
          min: wholeSeconds(Math.min(...spent)),
          max: wholeSeconds(Math.max(...spent)),
          total: wholeSeconds(total),
        },
      ];
    }),
  );
}
