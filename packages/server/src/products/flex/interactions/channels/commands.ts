// The ends of an interaction channel: its conversation closed or made inactive, and the work on it ended.
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { finishTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import { ATTENDED } from './attendance.ts';
import { type ChannelPlace, holdRequired, updateChannelRow } from './channel-rows.ts';

/** How a channel is ended. */
export interface ChannelEnd {
  readonly status: 'closed' | 'inactive';
  /** What becomes of tasks that somebody works on; what nobody has accepted is canceled. */
  readonly work: 'wrapUp' | 'complete';
}

/** The open and accepted invites of a channel have the tasks that are not finished. */
async function finishTasks(tx: Transaction, channel: InteractionChannelRow, end: ChannelEnd): Promise<void> {
  const invites = await tx.db
    .selectFrom('flex_interaction_invites')
    .select('task_sid')
    .where('channel_sid', '=', channel.sid)
    .where('status', 'in', ['open', 'accepted'])
    .execute();
  const tasks = invites.map((invite) => invite.task_sid).sort();
  const reason = end.status === 'closed' ? 'The conversation is closed' : 'The conversation is inactive';
  for (const taskSid of tasks) await finishTask(tx, taskSid, end.work, reason);
}

async function endThread(
  tx: Transaction,
  channel: InteractionChannelRow,
  state: 'closed' | 'inactive',
): Promise<void> {
  const thread = await findThreadBySid(tx.db, channel.account_sid, channel.thread_sid);
  const held: ThreadRow | undefined = thread === undefined ? undefined : await holdThread(tx, thread);
  if (held === undefined || held.state === 'closed' || held.state === state) return;
  await updateThread(tx, held, {}, { state, face: 'conversations' });
}

/** Ends a channel that is held, its conversation and its tasks. Ending it twice only ends what work is left. */
export async function endChannel(
  tx: Transaction,
  channel: InteractionChannelRow,
  end: ChannelEnd,
): Promise<InteractionChannelRow> {
  const ended =
    channel.status === end.status
      ? channel
      : await updateChannelRow(tx, channel, { status: end.status, ...ATTENDED });
  await endThread(tx, channel, end.status);
  await finishTasks(tx, channel, end);
  return ended;
}

/** The step `Routing` asks for; desks say `wrapup` where they mean the default. */
function workFrom(routingStatus: string | null, status: 'closed' | 'inactive'): 'wrapUp' | 'complete' {
  if (routingStatus === 'closed') return 'complete';
  if (status === 'inactive')
    throw invalidParameter('Routing', 'status: it must be closed for an inactive channel');
  if (routingStatus === null || routingStatus === 'wrapup' || routingStatus === 'wrapping') return 'wrapUp';
  throw invalidParameter('Routing', 'status: it is neither closed nor wrapup');
}

/**
 * Closes a channel or makes it inactive (Flex "Interaction Channels resource"): the conversation ends with it, tasks
 * are wrapped up, or completed with the routing status `closed`. A closed channel stays closed: 45354.
 */
export async function updateChannel(
  tx: Transaction,
  place: ChannelPlace,
  status: 'closed' | 'inactive',
  routingStatus: string | null,
): Promise<InteractionChannelRow> {
  const work = workFrom(routingStatus, status);
  const channel = await holdRequired(tx, place);
  if (channel.status === 'closed' && status !== 'closed') {
    throw apiError(45354, undefined, { conversationSid: channel.thread_sid });
  }
  return endChannel(tx, channel, { status, work });
}
