// Reads what callbacks tell beside the facts of an event: names, and the task and worker of a reservation.
import type { StoredEvent, TaskFacts, WorkerFacts } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskChannelRow, TaskQueueRow, TaskRow } from '#storage/schema/taskrouter.ts';
import type { WorkerView } from '../workers/find-worker.ts';

/** Rows by SID. What was removed meanwhile is missing. */
export interface EventNames {
  readonly tasks: ReadonlyMap<string, TaskRow>;
  readonly workers: ReadonlyMap<string, WorkerView>;
  readonly queues: ReadonlyMap<string, TaskQueueRow>;
  readonly channels: ReadonlyMap<string, TaskChannelRow>;
  readonly workflows: ReadonlyMap<string, { readonly sid: string; readonly friendly_name: string }>;
  /** Facts of the tasks and workers whose removal is among the events, for those of their reservations. */
  readonly removedTasks: ReadonlyMap<string, TaskFacts>;
  readonly removedWorkers: ReadonlyMap<string, WorkerFacts>;
}

/** SIDs that events name, by prefix. */
type Named = (prefix: string) => readonly string[];

function namedSids(events: readonly StoredEvent[]): Named {
  const sids = new Set<string>();
  for (const event of events) {
    sids.add(event.subjectSid);
    for (const value of Object.values(event.data)) if (typeof value === 'string') sids.add(value);
  }
  return (prefix) => [...sids].filter((sid) => sid.length === 34 && sid.startsWith(prefix));
}

/** An event of a reservation names its task and its worker only; all others carry what is told of theirs. */
function ofReservations(events: readonly StoredEvent[]): StoredEvent[] {
  return events.filter(({ subjectSid }) => subjectSid.startsWith('WR'));
}

function bySid<Row extends { readonly sid: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.sid, row]));
}

/** The rows with these SIDs; nothing is asked where there are none. */
async function rowsOf<Row extends { readonly sid: string }>(
  sids: readonly string[],
  read: (sids: readonly string[]) => Promise<Row[]>,
): Promise<ReadonlyMap<string, Row>> {
  return bySid(sids.length === 0 ? [] : await read(sids));
}

function removedTasks(events: readonly StoredEvent[]): ReadonlyMap<string, TaskFacts> {
  const removals = events.filter(({ type }) => type === 'task.deleted' || type === 'task.system-deleted');
  return new Map(removals.map(({ subjectSid, data }) => [subjectSid, data as TaskFacts]));
}

function removedWorkers(events: readonly StoredEvent[]): ReadonlyMap<string, WorkerFacts> {
  const removals = events.filter(({ type }) => type === 'worker.deleted');
  return new Map(removals.map(({ subjectSid, data }) => [subjectSid, data as WorkerFacts]));
}

/** Reads the rows the events name, in at most one statement a table. */
export async function readEventNames(
  { db }: Transaction,
  events: readonly StoredEvent[],
): Promise<EventNames> {
  const named = namedSids(events);
  const reserved = namedSids(ofReservations(events));
  return {
    removedTasks: removedTasks(events),
    removedWorkers: removedWorkers(events),
    tasks: await rowsOf(reserved('WT'), (sids) =>
      db.selectFrom('tasks').selectAll().where('sid', 'in', sids).execute(),
    ),
    workers: await rowsOf(reserved('WK'), (sids) =>
      db
        .selectFrom('workers')
        .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
        .selectAll('workers')
        .select(['activities.friendly_name as activity_name', 'activities.available as available'])
        .where('workers.sid', 'in', sids)
        .execute(),
    ),
    queues: await rowsOf(named('WQ'), (sids) =>
      db.selectFrom('task_queues').selectAll().where('sid', 'in', sids).execute(),
    ),
    channels: await rowsOf(named('TC'), (sids) =>
      db.selectFrom('task_channels').selectAll().where('sid', 'in', sids).execute(),
    ),
    workflows: await rowsOf(named('WW'), (sids) =>
      db.selectFrom('workflows').select(['sid', 'friendly_name']).where('sid', 'in', sids).execute(),
    ),
  };
}
