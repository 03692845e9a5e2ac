// Reads what callbacks tell beside the facts of an event: names, and the task and worker of a reservation.
import type { StoredEvent } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { ActivityRow, TaskChannelRow, TaskQueueRow, TaskRow } from '#storage/schema/taskrouter.ts';
import type { WorkerView } from '../workers/find-worker.ts';

/** Rows by SID. What was removed meanwhile is missing. */
export interface EventNames {
  readonly tasks: ReadonlyMap<string, TaskRow>;
  readonly workers: ReadonlyMap<string, WorkerView>;
  readonly queues: ReadonlyMap<string, TaskQueueRow>;
  readonly channels: ReadonlyMap<string, TaskChannelRow>;
  readonly activities: ReadonlyMap<string, ActivityRow>;
  readonly workflows: ReadonlyMap<string, { readonly sid: string; readonly friendly_name: string }>;
}

/** Every SID an event names, by prefix: its subject and the values of its facts. */
function namedSids(events: readonly StoredEvent[]): (prefix: string) => string[] {
  const sids = new Set<string>();
  for (const event of events) {
    sids.add(event.subjectSid);
    for (const value of Object.values(event.data)) if (typeof value === 'string') sids.add(value);
  }
  // `in ()` is no SQL; no row has the empty SID.
  return (prefix) => ['', ...[...sids].filter((sid) => sid.length === 34 && sid.startsWith(prefix))];
}

function bySid<Row extends { readonly sid: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.sid, row]));
}

/** Reads the rows the events name, in one statement a table. */
export async function readEventNames(tx: Transaction, events: readonly StoredEvent[]): Promise<EventNames> {
  const named = namedSids(events);
  const { db } = tx;
  return {
    tasks: bySid(await db.selectFrom('tasks').selectAll().where('sid', 'in', named('WT')).execute()),
    workers: bySid(
      await db
        .selectFrom('workers')
        .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
        .selectAll('workers')
        .select(['activities.friendly_name as activity_name', 'activities.available as available'])
        .where('workers.sid', 'in', named('WK'))
        .execute(),
    ),
    queues: bySid(await db.selectFrom('task_queues').selectAll().where('sid', 'in', named('WQ')).execute()),
    channels: bySid(
      await db.selectFrom('task_channels').selectAll().where('sid', 'in', named('TC')).execute(),
    ),
    activities: bySid(
      await db.selectFrom('activities').selectAll().where('sid', 'in', named('WA')).execute(),
    ),
    workflows: bySid(
      await db
        .selectFrom('workflows')
        .select(['sid', 'friendly_name'])
        .where('sid', 'in', named('WW'))
        .execute(),
    ),
  };
}
