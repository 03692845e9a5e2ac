// Workers, activities and worker channels as the event bridge shows them.
import type { ActivityRow } from '#storage/schema/taskrouter.ts';
import { freePercentage } from '../../worker-channels/capacity.ts';
import type { WorkerChannelView } from '../../worker-channels/commands.ts';
import type { WorkerView } from '../../workers/find-worker.ts';
import { seconds } from './seconds.ts';

/** A worker. Clients ask for every key; attributes are JSON text. */
export function workerPayload(row: WorkerView) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    attributes: row.attributes,
    activity_sid: row.activity_sid,
    activity_name: row.activity_name,
    available: row.available === 1,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
    date_status_changed: seconds(row.date_status_changed),
    version: row.version,
  };
}

/** An activity. */
export function activityPayload(row: ActivityRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    available: row.available === 1,
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
  };
}

/** A worker's channel with the time of its newest reservation. */
export interface ReservedChannelView extends WorkerChannelView {
  last_reserved_time: number | null;
}

/** A worker's channel. */
export function workerChannelPayload(row: ReservedChannelView) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    worker_sid: row.worker_sid,
    task_channel_sid: row.task_channel_sid,
    task_channel_unique_name: row.task_channel_unique_name,
    available: row.available === 1,
    assigned_tasks: row.assigned_tasks,
    configured_capacity: row.capacity,
    available_capacity_percentage: freePercentage(row),
    date_created: seconds(row.date_created),
    date_updated: seconds(row.date_updated),
    // Milliseconds, unlike every other date: clients hand it to their Date as it is.
    last_reserved_time: row.last_reserved_time,
  };
}
