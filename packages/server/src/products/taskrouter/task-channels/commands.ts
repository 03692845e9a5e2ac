// Creating, changing and removing task channels. Every worker has a channel of its own for each of them.
import { appendEvent } from '#events/event-log.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskChannelRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { OPEN_TASK_STATUSES } from '../tasks/lifecycle.ts';
import { addWorkerChannels } from '../worker-channels/new-worker-channels.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { findTaskChannel } from './find-task-channel.ts';

/** A task channel about to be made. */
export interface NewTaskChannel {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly channelOptimizedRouting?: boolean | null;
}

function record(
  tx: Transaction,
  type: 'task-channel.created' | 'task-channel.updated' | 'task-channel.deleted',
  channel: TaskChannelRow,
): void {
  appendEvent(tx, {
    type,
    accountSid: channel.account_sid,
    subjectSid: channel.sid,
    data: {
      workspaceSid: channel.workspace_sid,
      friendlyName: channel.friendly_name,
      uniqueName: channel.unique_name,
      optimizedRouting: channel.channel_optimized_routing === 1,
    },
  });
}

async function requireTaskChannel(tx: Transaction, place: ObjectPlace): Promise<TaskChannelRow> {
  const channel = await findTaskChannel(tx.db, place, place.sid);
  if (channel === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/TaskChannels/${place.sid}`);
  return channel;
}

/** Makes a task channel and gives it to every worker. 400/20001 when its unique name is taken. */
export async function createTaskChannel(tx: Transaction, given: NewTaskChannel): Promise<TaskChannelRow> {
  const workspace = await requireWorkspace(tx.db, given.accountSid, given.workspaceSid);
  const channel = await tx.db
    .insertInto('task_channels')
    .values({
      sid: newSid('TC'),
      account_sid: workspace.account_sid,
      workspace_sid: workspace.sid,
      friendly_name: given.friendlyName,
      unique_name: given.uniqueName,
      channel_optimized_routing: given.channelOptimizedRouting ? 1 : 0,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (channel === undefined) {
    throw invalidParameter('UniqueName', `the workspace has a task channel ${given.uniqueName}`);
  }
  const workers = await tx.db
    .selectFrom('workers')
    .select('sid')
    .where('workspace_sid', '=', workspace.sid)
    .orderBy('sid')
    .execute();
  await addWorkerChannels(
    tx,
    workspace,
    workers.map((worker) => worker.sid),
    [channel.sid],
  );
  record(tx, 'task-channel.created', channel);
  return channel;
}

/** Changes a task channel; its unique name stays. */
export async function updateTaskChannel(
  tx: Transaction,
  place: ObjectPlace,
  change: {
    readonly friendlyName?: string | undefined;
    readonly channelOptimizedRouting?: boolean | undefined;
  },
): Promise<TaskChannelRow> {
  const channel = await requireTaskChannel(tx, place);
  const { friendlyName, channelOptimizedRouting } = change;
  const updated = await tx.db
    .updateTable('task_channels')
    .set({
      ...(friendlyName === undefined ? {} : { friendly_name: friendlyName }),
      ...(channelOptimizedRouting === undefined
        ? {}
        : { channel_optimized_routing: Number(channelOptimizedRouting) }),
      date_updated: tx.now,
    })
    .where('sid', '=', channel.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  record(tx, 'task-channel.updated', updated);
  return updated;
}

/** Removes a task channel; 400/20001 for the default one and while there are open tasks of it. */
export async function removeTaskChannel(tx: Transaction, place: ObjectPlace): Promise<void> {
  const channel = await requireTaskChannel(tx, place);
  if (channel.unique_name === 'default') throw apiError(20001, 'The default task channel cannot be removed');
  const tasks = await tx.db
    .selectFrom('tasks')
    .select(['sid', 'assignment_status'])
    .where('task_channel_sid', '=', channel.sid)
    .where('assignment_status', 'in', OPEN_TASK_STATUSES)
    .limit(1)
    .execute();
  if (tasks.length > 0) throw apiError(20001, `Task channel ${channel.unique_name} has open tasks`);
  const ended = tx.db.selectFrom('tasks').select('sid').where('task_channel_sid', '=', channel.sid);
  await tx.db.deleteFrom('reservations').where('task_sid', 'in', ended).execute();
  await tx.db.deleteFrom('task_transfers').where('task_sid', 'in', ended).execute();
  await tx.db.deleteFrom('tasks').where('task_channel_sid', '=', channel.sid).execute();
  await tx.db.deleteFrom('worker_channels').where('task_channel_sid', '=', channel.sid).execute();
  await tx.db.deleteFrom('task_channels').where('sid', '=', channel.sid).execute();
  record(tx, 'task-channel.deleted', channel);
}
