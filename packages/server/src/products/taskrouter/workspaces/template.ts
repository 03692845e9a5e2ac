// What a new workspace starts with.
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';

/** The first one is that of new workers and of those who leave a reservation unanswered. */
export const DEFAULT_ACTIVITIES = [
  { friendly_name: 'Offline', available: 0 },
  { friendly_name: 'Available', available: 1 },
  { friendly_name: 'Unavailable', available: 0 },
] as const;

/** Channels of every workspace (TaskRouter "TaskChannel resource"). */
export const DEFAULT_TASK_CHANNELS = [
  { friendly_name: 'Default', unique_name: 'default', channel_optimized_routing: 0 },
  { friendly_name: 'Voice', unique_name: 'voice', channel_optimized_routing: 0 },
  { friendly_name: 'SMS', unique_name: 'sms', channel_optimized_routing: 0 },
  { friendly_name: 'Programmable Chat', unique_name: 'chat', channel_optimized_routing: 0 },
  { friendly_name: 'Video', unique_name: 'video', channel_optimized_routing: 0 },
  { friendly_name: 'Email', unique_name: 'email', channel_optimized_routing: 0 },
] as const;

/** The queue and the workflow of the FIFO template: every task to any worker, first come first served. */
export async function createFifoObjects(tx: Transaction, workspace: WorkspaceRow): Promise<void> {
  const owner = { account_sid: workspace.account_sid, workspace_sid: workspace.sid };
  const times = { date_created: tx.now, date_updated: tx.now };
  const queueSid = newSid('WQ');
  await tx.db
    .insertInto('task_queues')
    .values({
      sid: queueSid,
      ...owner,
      friendly_name: 'Sample Queue',
      target_workers: '1==1',
      max_reserved_workers: 1,
      task_order: 'FIFO',
      reservation_activity_sid: null,
      assignment_activity_sid: null,
      ...times,
    })
    .execute();
  await tx.db
    .insertInto('workflows')
    .values({
      sid: newSid('WW'),
      ...owner,
      friendly_name: 'Default Fifo Workflow',
      configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queueSid } } }),
      assignment_callback_url: null,
      fallback_assignment_callback_url: null,
      task_reservation_timeout: 120,
      ...times,
    })
    .execute();
}
