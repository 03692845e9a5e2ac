// The workers of a workspace with what they take of one task channel, read in a constant number of statements.
import type { Reader } from '#storage/database.ts';
import type { TaskChannelRow } from '#storage/schema/taskrouter.ts';
import type { WorkerState } from '../routing/worker-state.ts';
import { selectWorkerViews, type WorkerView } from '../workers/find-worker.ts';
import { workerDocument } from '../workers/worker-document.ts';

/** What a worker takes of the channel. */
export interface ChannelShare {
  readonly isAvailable: boolean;
  readonly capacity: number;
  /** Tasks offered to the worker, worked on and wrapped up. */
  readonly held: number;
}

/** A worker as one task channel sees it. */
export interface StaffMember {
  readonly row: WorkerView;
  readonly share: ChannelShare | null;
  /** The same for routing, with this one channel. */
  readonly state: WorkerState;
}

/** When each worker last finished a task of any channel; asked only where it orders workers. */
async function releases(db: Reader, channel: TaskChannelRow): Promise<ReadonlyMap<string, number>> {
  if (channel.channel_optimized_routing !== 1) return new Map();
  const rows = await db
    .selectFrom('worker_channels')
    .select(({ fn }) => ['worker_sid', fn.max<number>('date_released').as('released')])
    .where('workspace_sid', '=', channel.workspace_sid)
    .groupBy('worker_sid')
    .execute();
  return new Map(rows.map(({ worker_sid, released }) => [worker_sid, Number(released)]));
}

/** Reads every worker of the channel's workspace. */
export async function readStaff(db: Reader, channel: TaskChannelRow): Promise<StaffMember[]> {
  const released = await releases(db, channel);
  const shares = await db
    .selectFrom('worker_channels')
    .select(['worker_sid', 'available', 'capacity', 'assigned_tasks'])
    .where('task_channel_sid', '=', channel.sid)
    .execute();
  const byWorker = new Map(
    shares.map(({ worker_sid, available, capacity, assigned_tasks: held }): [string, ChannelShare] => [
      worker_sid,
      { isAvailable: available === 1, capacity, held },
    ]),
  );
  const rows = await selectWorkerViews(db, channel.account_sid, channel.workspace_sid).execute();
  return rows.map((row) => {
    const share = byWorker.get(row.sid) ?? null;
    return { row, share, state: stateOf(row, share, channel.sid, released.get(row.sid) ?? 0) };
  });
}

function stateOf(
  row: WorkerView,
  share: ChannelShare | null,
  channelSid: string,
  releasedAt: number,
): WorkerState {
  const channel = share && {
    isAvailable: share.isAvailable,
    free: share.capacity - share.held,
    releasedAt,
  };
  return {
    sid: row.sid,
    document: workerDocument(row),
    documentText: row.attributes,
    activitySid: row.activity_sid,
    isAvailable: row.available === 1,
    statusChangedAt: row.date_status_changed,
    lastOffer: row.last_offer,
    channels: new Map(channel === null ? [] : [[channelSid, channel]]),
  };
}
