// Reads the rows a batch of events speaks of, in a number of statements that does not grow with the batch.
import type { Reader } from '#storage/database.ts';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import type { TaskView } from '../../tasks/find-task.ts';
import type { WorkerView } from '../../workers/find-worker.ts';
import type { FullReservation } from '../payloads/reservation.ts';
import type { ReservedChannelView } from '../payloads/worker.ts';
import { completeReservations, readTasks, selectReservations } from '../reads/full-reservations.ts';
import { selectReservedChannels } from '../reads/worker-channels.ts';
import type { Concerned } from './concerned.ts';

/** A worker with the age of its activity. */
export interface WorkerWithActivity extends WorkerView {
  activity_date_created: number;
}

/** Somebody who has or had a reservation of a task. */
export interface Holder {
  readonly task_sid: string;
  readonly worker_sid: string;
  readonly reservation_status: ReservationStatus;
  readonly date_updated: number;
}

/** The rows of a batch by their SIDs; channels by worker and task channel. */
export interface Batch {
  readonly workers: ReadonlyMap<string, WorkerWithActivity>;
  readonly channels: ReadonlyMap<string, ReservedChannelView>;
  readonly reservations: ReadonlyMap<string, FullReservation>;
  readonly tasks: ReadonlyMap<string, TaskView>;
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
}

/** The key of a worker's channel in a batch. */
export function channelKey(workerSid: string, taskChannelSid: string): string {
  return `${workerSid} ${taskChannelSid}`;
}

function unique(sids: readonly string[]): string[] {
  return [...new Set(sids)];
}

async function readWorkers(db: Reader, sids: readonly string[]): Promise<WorkerWithActivity[]> {
  if (sids.length === 0) return [];
  return db
    .selectFrom('workers')
    .innerJoin('activities', 'activities.sid', 'workers.activity_sid')
    .selectAll('workers')
    .select([
      'activities.friendly_name as activity_name',
      'activities.available as available',
      'activities.date_created as activity_date_created',
    ])
    .where('workers.sid', 'in', sids)
    .execute();
}

async function readChannels(db: Reader, workerSids: readonly string[]): Promise<ReservedChannelView[]> {
  if (workerSids.length === 0) return [];
  return selectReservedChannels(db).where('worker_channels.worker_sid', 'in', workerSids).execute();
}

async function readReservations(db: Reader, sids: readonly string[]) {
  if (sids.length === 0) return [];
  return selectReservations(db).where('reservations.sid', 'in', sids).execute();
}

async function readHolders(db: Reader, taskSids: readonly string[]): Promise<Holder[]> {
  if (taskSids.length === 0) return [];
  return db
    .selectFrom('reservations')
    .select(['task_sid', 'worker_sid', 'reservation_status', 'date_updated'])
    .where('task_sid', 'in', taskSids)
    .execute();
}

/** Reads what the events concern. */
export async function readBatch(db: Reader, events: Concerned): Promise<Batch> {
  const workers = await readWorkers(db, unique(events.workers.map((event) => event.subjectSid)));
  const channels = await readChannels(db, unique(events.channels.map((event) => event.subjectSid)));
  const timed = await readReservations(db, unique(events.reservations.map((event) => event.subjectSid)));
  const changed = unique(events.tasks.map((event) => event.subjectSid));
  const holders = await readHolders(db, changed);
  const tasks = await readTasks(db, unique([...changed, ...timed.map(({ task_sid }) => task_sid)]));
  const reservations = await completeReservations(db, timed, tasks);
  return {
    workers: new Map(workers.map((worker) => [worker.sid, worker])),
    channels: new Map(channels.map((row) => [channelKey(row.worker_sid, row.task_channel_sid), row])),
    reservations: new Map(reservations.map((reservation) => [reservation.sid, reservation])),
    tasks,
    holders: Map.groupBy(holders, ({ task_sid }) => task_sid),
  };
}
