// Taking a conversation back, with everything that was made for it.
import { notFound } from '#kernel/errors.ts';
import { findTask, isOpenTask, removeTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { actFor, findThreadBySid, removeThread, SILENT_ORIGIN } from '#threads/threads.ts';
import { linkedTasks } from './channel-task.ts';
import { retireChannel } from './retire-channel.ts';

/** A channel of the account; with `kind`, only one of that kind. */
export function findChannel(
  db: Reader,
  accountSid: string,
  channelSid: string,
  kind?: FlexChannelRow['kind'],
): Promise<FlexChannelRow | undefined> {
  let query = db
    .selectFrom('flex_channels')
    .selectAll()
    .where('sid', '=', channelSid)
    .where('account_sid', '=', accountSid);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  return query.executeTakeFirst();
}

/** The channel, or 404/20404 for the path it was asked for under. */
export async function requireChannel(
  db: Reader,
  accountSid: string,
  channelSid: string,
  kind?: FlexChannelRow['kind'],
): Promise<FlexChannelRow> {
  const channel = await findChannel(db, accountSid, channelSid, kind);
  if (channel === undefined) throw notFound(`/${kind === 'web' ? 'WebChannels' : 'Channels'}/${channelSid}`);
  return channel;
}

/** Session closed, chat channel gone, and no task left that reaches nobody. */
export async function removeChannel(tx: Transaction, channel: FlexChannelRow): Promise<void> {
  const { account_sid: accountSid, sid } = channel;
  await retireChannel(tx, channel);
  // The end is told to webhooks, the removal is not: it was a program that asked for it.
  actFor(tx, SILENT_ORIGIN);
  const thread = await findThreadBySid(tx.db, accountSid, sid);
  if (thread !== undefined) await removeThread(tx, thread);
  for (const taskSid of await linkedTasks(tx.db, sid)) {
    const task = await findTask(tx.db, accountSid, taskSid);
    if (task !== undefined && isOpenTask(task)) await removeTask(tx, task, 'The channel was removed');
  }
  await tx.db.deleteFrom('flex_channel_tasks').where('channel_sid', '=', sid).execute();
  await tx.db.deleteFrom('flex_channels').where('sid', '=', sid).execute();
}
