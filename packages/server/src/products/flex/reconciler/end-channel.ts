// Ending a channel for good: with its session, and with the work of agents that reaches nobody any more.
import { finishTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import { linkedTasks } from '../channels/channel-task.ts';
import { findChannel } from '../channels/remove-channel.ts';
import { retireChannel } from '../channels/retire-channel.ts';

/** Retires a channel that is held; tasks nobody has accepted are canceled, the others are wrapped up. */
export async function endChannelWithWork(
  tx: Transaction,
  accountSid: string,
  channelSid: string,
  reason: string,
): Promise<void> {
  const channel = await findChannel(tx.db, accountSid, channelSid);
  if (channel === undefined) return;
  await retireChannel(tx, channel);
  const tasks = await linkedTasks(tx.db, channelSid);
  for (const taskSid of tasks.sort()) await finishTask(tx, taskSid, 'wrapUp', reason);
}
