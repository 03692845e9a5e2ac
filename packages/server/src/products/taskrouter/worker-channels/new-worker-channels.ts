// The channels workers start with.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';

/** Tasks of a channel a worker takes at a time when nobody says otherwise. */
const DEFAULT_CAPACITY = 1;
const ROWS_A_STATEMENT = 500;

/** Gives each of the workers a channel for each of the task channels. */
export async function addWorkerChannels(
  tx: Transaction,
  workspace: Pick<WorkspaceRow, 'sid' | 'account_sid'>,
  workerSids: readonly string[],
  taskChannelSids: readonly string[],
): Promise<void> {
  const rows = workerSids.flatMap((worker) =>
    taskChannelSids.map((channel) => ({
      sid: newSid('WC'),
      account_sid: workspace.account_sid,
      workspace_sid: workspace.sid,
      worker_sid: worker,
      task_channel_sid: channel,
      available: 1,
      capacity: DEFAULT_CAPACITY,
      assigned_tasks: 0,
      date_released: 0,
      date_created: tx.now,
      date_updated: tx.now,
    })),
  );
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    await insertRows(tx, 'worker_channels', rows.slice(at, at + ROWS_A_STATEMENT));
  }
}
