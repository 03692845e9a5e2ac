// The channel janitor: when the work on a customer ends, the channel ends with it, unless somebody else goes on with
// it or it is long-lived.
import type { StoredEvent } from '#events/event-types.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import type { FlexChannelTaskRow } from '#storage/schema/flex-surface.ts';
import { findThreadBySid } from '#threads/threads.ts';
import { channelState } from './channels/channel-attributes.ts';
import { ensureTask, linkedTasks, linkTask } from './channels/channel-task.ts';
import { beginRest } from './channels/long-lived-rest.ts';
import { retireChannel } from './channels/retire-channel.ts';
import { findFlow } from './flows/commands.ts';

/** What the janitor hears of tasks. */
export const TASK_EVENTS = [
  'task.created',
  'task.updated',
  'task.completed',
  'task.canceled',
  'task.deleted',
  'task.system-deleted',
] as const;

export type TaskEvent = StoredEvent<(typeof TASK_EVENTS)[number]>;

const ENDS: ReadonlySet<string> = new Set(TASK_EVENTS.slice(2));

/** The channel a task's attributes name, or null. */
function channelNamed({ data }: TaskEvent): string | null {
  const sid = readAttributes(data.attributes)['channelSid'];
  return typeof sid === 'string' && isSid(sid, 'CH') ? sid : null;
}

async function linksOf(db: Reader, events: readonly TaskEvent[]): Promise<FlexChannelTaskRow[]> {
  const tasks = [...new Set(events.map(({ subjectSid }) => subjectSid))];
  return db.selectFrom('flex_channel_tasks').selectAll().where('task_sid', 'in', tasks).execute();
}

/** Whether tasks name a channel or belong to one; most tasks of an account may have nothing to do with Flex. */
export async function concernChannels(db: Reader, events: readonly TaskEvent[]): Promise<boolean> {
  if (events.length === 0) return false;
  if (events.some((event) => channelNamed(event) !== null)) return true;
  return (await linksOf(db, events)).length > 0;
}

/**
 * Takes down which channel each task names by the last that was heard of it. A task that does not name its channel
 * any more is no longer work on it: that is how a transferred task is let go.
 */
async function followNames(tx: Transaction, events: readonly TaskEvent[]): Promise<void> {
  const last = new Map(events.map((event) => [event.subjectSid, event]));
  const links = new Map((await linksOf(tx.db, events)).map((link) => [link.task_sid, link]));
  const named = new Set([...last.values()].flatMap((event) => channelNamed(event) ?? []));
  const channels = await channelsBySid(tx.db, [...named]);
  for (const [taskSid, event] of last) {
    const link = links.get(taskSid);
    const channel = channels.get(channelNamed(event) ?? '');
    if (channel !== undefined && channel.account_sid === event.accountSid) {
      if (link?.channel_sid !== channel.sid || link.is_named === 0)
        await linkTask(tx, channel, taskSid, true);
    } else if (link?.is_named === 1) {
      await tx.db.deleteFrom('flex_channel_tasks').where('task_sid', '=', taskSid).execute();
    }
  }
}

async function channelsBySid(
  db: Reader,
  sids: readonly string[],
): Promise<ReadonlyMap<string, FlexChannelRow>> {
  if (sids.length === 0) return new Map();
  const rows = await db.selectFrom('flex_channels').selectAll().where('sid', 'in', sids).execute();
  return new Map(rows.map((row) => [row.sid, row]));
}

/** Ends or keeps the channels of tasks that are over (Flex guide, "Channel Janitor"). */
export async function followTasks(tx: Transaction, events: readonly TaskEvent[]): Promise<void> {
  await followNames(tx, events);
  const ended = events.filter(({ type }) => ENDS.has(type));
  if (ended.length === 0) return;
  const links = await linksOf(tx.db, ended);
  if (links.length === 0) return;
  await tx.db
    .deleteFrom('flex_channel_tasks')
    .where(
      'task_sid',
      'in',
      links.map(({ task_sid }) => task_sid),
    )
    .execute();
  const endedAt = new Map(ended.map(({ subjectSid, at }) => [subjectSid, at]));
  const byChannel = Map.groupBy(links, ({ channel_sid }) => channel_sid);
  for (const sid of [...byChannel.keys()].sort()) {
    const ends = byChannel.get(sid)!.map(({ task_sid }) => endedAt.get(task_sid) ?? 0);
    await settle(tx, sid, Math.max(...ends));
  }
}

/** Whether the customer wrote after the work was over and before the channel could be ended. */
async function wroteAfter(db: Reader, channel: FlexChannelRow, endedAt: number): Promise<boolean> {
  const message = await db
    .selectFrom('messages')
    .select('date_created')
    .where('thread_sid', '=', channel.sid)
    .where('author', '=', channel.identity)
    .orderBy('message_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return message !== undefined && message.date_created > endedAt;
}

/**
 * Holds the channel, so that nobody gives it a task meanwhile, and decides what becomes of it. Ends are told a moment
 * later than they happen: what the customer wrote in that moment is the beginning of new work, not lost with the old.
 */
async function settle(tx: Transaction, channelSid: string, endedAt: number): Promise<void> {
  const channel = await tx.db
    .updateTable('flex_channels')
    .set({ date_updated: tx.now })
    .where('sid', '=', channelSid)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
  if (channel === undefined) return;
  const [other] = await linkedTasks(tx.db, channelSid);
  if (other !== undefined) return giveTask(tx, channel, other);
  // A flow that was removed leaves nobody who could want its channels to stay.
  const flow = await findFlow(tx.db, channel.account_sid, channel.flex_flow_sid);
  const isSwept = flow === undefined || flow.janitor_enabled === 1;
  const thread = await findThreadBySid(tx.db, channel.account_sid, channelSid);
  // The attributes decide, because setting `long_lived` to false there is how such a channel is ended.
  const isLongLived = thread !== undefined && channelState(thread.attributes).isLongLived;
  if (!isSwept) return;
  if (isLongLived) {
    await beginRest(tx, channel);
    return giveTask(tx, channel, null);
  }
  if (flow?.integration_type === 'task' && (await wroteAfter(tx.db, channel, endedAt))) {
    await ensureTask(tx, flow, channel);
    return;
  }
  await retireChannel(tx, channel);
}

async function giveTask(tx: Transaction, channel: FlexChannelRow, taskSid: string | null): Promise<void> {
  await tx.db
    .updateTable('flex_channels')
    .set({ task_sid: taskSid })
    .where('sid', '=', channel.sid)
    .execute();
}
