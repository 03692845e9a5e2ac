// Inviting an agent to a conversation that is there: how a parked one is taken up again, or another agent joins.
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import { findThreadBySid, holdThread, updateThread } from '#threads/threads.ts';
import { ATTENDED } from '../channels/attendance.ts';
import { type ChannelPlace, holdRequired, updateChannelRow } from '../channels/channel-rows.ts';
import type { RoutingWish } from '../input.ts';
import type { InviteView } from '../routing-view.ts';
import { makeInvite } from './invite-task.ts';

/** An inactive conversation becomes active again with the invite; 45354 when it is closed. */
async function wake(tx: Transaction, channel: InteractionChannelRow): Promise<void> {
  const thread = await findThreadBySid(tx.db, channel.account_sid, channel.thread_sid);
  const held = thread === undefined ? undefined : await holdThread(tx, thread);
  if (held === undefined || held.state === 'closed' || channel.status === 'closed') {
    throw apiError(45354, undefined, { conversationSid: channel.thread_sid });
  }
  if (held.state === 'inactive') await updateThread(tx, held, {}, { state: 'active', face: 'conversations' });
}

async function customerOf(tx: Transaction, channel: InteractionChannelRow) {
  const customer = await tx.db
    .selectFrom('flex_interaction_participants')
    .select('address')
    .where('channel_sid', '=', channel.sid)
    .where('type', '=', 'customer')
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  return { address: customer?.address ?? null, name: null };
}

/**
 * Invites a worker, a queue or whoever a workflow finds (Flex "Invites subresource"). The task gets the attributes
 * given here and none of an earlier task. 45354 when the conversation is closed, 409/45353 while the same is invited
 * already or another interaction has the conversation.
 */
export async function createInvite(
  tx: Transaction,
  place: ChannelPlace,
  routing: RoutingWish,
): Promise<InviteView> {
  const channel = await holdRequired(tx, place);
  await wake(tx, channel);
  const interaction = await tx.db
    .selectFrom('flex_interactions')
    .select('initiated_by')
    .where('sid', '=', channel.interaction_sid)
    .executeTakeFirstOrThrow();
  const invite = await makeInvite(tx, {
    channel,
    initiatedBy: interaction.initiated_by,
    customer: await customerOf(tx, channel),
    routing,
  });
  const isAsleep = channel.status === 'inactive' || channel.status === 'failed';
  await updateChannelRow(tx, channel, { ...ATTENDED, ...(isAsleep ? { status: 'active' } : {}) });
  return invite;
}
