// Reading and changing what a worker takes of a task channel.
import { appendEvent } from '#events/event-log.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { WorkerChannelRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { requireWorker, type WorkerView } from '../workers/find-worker.ts';
import { workerFacts } from '../workers/worker-events.ts';

/** A worker's channel with the unique name of the task channel. */
export interface WorkerChannelView extends WorkerChannelRow {
  task_channel_unique_name: string;
}

/** The channels of a worker. */
export function selectWorkerChannels(db: Reader, accountSid: string, workerSid: string) {
  return db
    .selectFrom('worker_channels')
    .innerJoin('task_channels', 'task_channels.sid', 'worker_channels.task_channel_sid')
    .selectAll('worker_channels')
    .select('task_channels.unique_name as task_channel_unique_name')
    .where('worker_channels.worker_sid', '=', workerSid)
    .where('worker_channels.account_sid', '=', accountSid);
}

/** One channel of a worker, by its own SID or by the SID or unique name of the task channel. */
export function findWorkerChannel(
  db: Reader,
  worker: ObjectPlace,
  name: string,
): Promise<WorkerChannelView | undefined> {
  return selectWorkerChannels(db, worker.accountSid, worker.sid)
    .where('worker_channels.workspace_sid', '=', worker.workspaceSid)
    .where((eb) =>
      eb.or([
        eb('worker_channels.sid', '=', name),
        eb('worker_channels.task_channel_sid', '=', name),
        eb('task_channels.unique_name', '=', name),
      ]),
    )
    .executeTakeFirst();
}

/** What a caller may change of a worker's channel; what is left out stays. */
export interface WorkerChannelChange {
  /** Tasks of the channel the worker takes at a time. */
  readonly capacity?: number | undefined;
  readonly available?: boolean | undefined;
}

/** What changes of a channel are versions of the worker: clients count them so (TaskRouter.js SDK). */
async function raiseVersion(tx: Transaction, worker: WorkerView, changes: number): Promise<WorkerView> {
  if (changes === 0) return worker;
  await tx.db
    .updateTable('workers')
    .set((eb) => ({ version: eb('version', '+', changes) }))
    .where('sid', '=', worker.sid)
    .execute();
  return { ...worker, version: worker.version + changes };
}

/** Changes a worker's channel. Tasks the worker holds already stay, even above a lower capacity. */
export async function updateWorkerChannel(
  tx: Transaction,
  place: ObjectPlace,
  name: string,
  change: WorkerChannelChange,
): Promise<WorkerChannelView> {
  const worker = await requireWorker(tx.db, place);
  const channel = await findWorkerChannel(tx.db, place, name);
  if (channel === undefined) {
    throw notFound(`/Workspaces/${place.workspaceSid}/Workers/${place.sid}/Channels/${name}`);
  }
  const { capacity, available } = change;
  const updated = await tx.db
    .updateTable('worker_channels')
    .set({
      ...(capacity === undefined ? {} : { capacity }),
      ...(available === undefined ? {} : { available: Number(available) }),
      date_updated: tx.now,
    })
    .where('sid', '=', channel.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  const changes =
    Number(updated.capacity !== channel.capacity) + Number(updated.available !== channel.available);
  const { version } = await raiseVersion(tx, worker, changes);
  const record = (type: 'worker.capacity.update' | 'worker.channel.availability.update') =>
    appendEvent(tx, {
      type,
      accountSid: worker.account_sid,
      subjectSid: worker.sid,
      data: {
        ...workerFacts({ ...worker, version }),
        taskChannelSid: updated.task_channel_sid,
        channelAvailable: updated.available === 1,
        capacity: updated.capacity,
        previousCapacity: channel.capacity,
        assignedTasks: updated.assigned_tasks,
      },
    });
  if (updated.capacity !== channel.capacity) record('worker.capacity.update');
  if (updated.available !== channel.available) record('worker.channel.availability.update');
  return { ...updated, task_channel_unique_name: channel.task_channel_unique_name };
}
