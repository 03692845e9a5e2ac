// Reads what callbacks tell beside the facts of an event: names, and the task and worker of a reservation.
import { removalTopic } from '#events/event-topics.ts';
import type { EventType, StoredEvent, TaskFacts, WorkerFacts } from '#events/event-types.ts';
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
  /** Facts of removed tasks and workers, for the events of their reservations. */
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

const REMOVALS: readonly EventType[] = ['task.deleted', 'task.system-deleted', 'worker.deleted'];

/**
 * The removals of what reservations name and is not there any more: among these events, or in the log behind them,
 * where somebody was faster than the callbacks.
 */
async function removalsOf(
  { db }: Transaction,
  events: readonly StoredEvent[],
  missing: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const among = events.filter(({ type }) => REMOVALS.includes(type));
  const known = new Map<string, unknown>(among.map(({ subjectSid, data }) => [subjectSid, data]));
  const later = missing.filter((sid) => !known.has(sid)).map(removalTopic);
  if (later.length === 0) return known;
  const rows = await db
    .selectFrom('events')
    .select(['subject_sid', 'data'])
    .where('topic', 'in', later)
    .where('type', 'in', REMOVALS)
    .execute();
  for (const { subject_sid: sid, data } of rows) known.set(sid, JSON.parse(data));
  return known;
}

function factsBySid<Facts>(
  removals: ReadonlyMap<string, unknown>,
  prefix: string,
): ReadonlyMap<string, Facts> {
  return new Map(
    [...removals].flatMap(([sid, facts]) => (sid.startsWith(prefix) ? [[sid, facts as Facts] as const] : [])),
  );
}

/** Reads the rows the events name, in at most one statement a table. */
export async function readEventNames(tx: Transaction, events: readonly StoredEvent[]): Promise<EventNames> {
  const { db } = tx;
  const named = namedSids(events);
  const reserved = namedSids(ofReservations(events));
  const tasks = await rowsOf(reserved('WT'), (sids) =>
    db.selectFrom('tasks').selectAll().where('sid', 'in', sids).execute(),
  );
  const workers = await rowsOf(reserved('WK'), (sids) =>
    db
      .selectFrom('workers')
      .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
      .selectAll('workers')
      .select(['activities.friendly_name as activity_name', 'activities.available as available'])
      .where('workers.sid', 'in', sids)
      .execute(),
  );
  const missing = [
    ...reserved('WT').filter((sid) => !tasks.has(sid)),
    ...reserved('WK').filter((sid) => !workers.has(sid)),
  ];
  const removals = await removalsOf(tx, events, missing);
  return {
    tasks,
    workers,
    removedTasks: factsBySid<TaskFacts>(removals, 'WT'),
    removedWorkers: factsBySid<WorkerFacts>(removals, 'WK'),
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
