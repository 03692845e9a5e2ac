// Open conversations of interactions that neither an agent nor an invite is left in, and that nobody parked: declined
// and unanswered invites leave them behind ("Flex Conversations Best Practices").
import { readAttributes } from '#kernel/attributes.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import { holdChannel, isLive } from '../interactions/channels/channel-rows.ts';
import { endChannel } from '../interactions/channels/commands.ts';
import type { RoutingWish } from '../interactions/input.ts';
import { createInvite } from '../interactions/invites/commands.ts';
import { defineRule, type Finding, pageOf } from './rule.ts';

/** The channels whose customer has had the last word. */
async function waitingCustomers(db: Reader, channels: readonly InteractionChannelRow[]) {
  const rows = await db
    .selectFrom('flex_interaction_channels as channel')
    .innerJoin('threads as thread', 'thread.sid', 'channel.thread_sid')
    .innerJoin('messages as message', (join) =>
      join
        .onRef('message.thread_sid', '=', 'thread.sid')
        .on('message.message_index', '=', (eb) => eb('thread.next_index', '-', 1)),
    )
    .innerJoin('flex_interaction_participants as person', (join) =>
      join
        .onRef('person.channel_sid', '=', 'channel.sid')
        .onRef('person.participant_sid', '=', 'message.participant_sid'),
    )
    .select('channel.sid')
    .where(
      'channel.sid',
      'in',
      channels.map(({ sid }) => sid),
    )
    .where('person.type', '=', 'customer')
    .execute();
  return new Set(rows.map(({ sid }) => sid));
}

export const interactionWithoutAgent = defineRule<InteractionChannelRow>({
  name: 'interaction-without-agent',
  async page(db, { accountSid, now, limits, after, size }) {
    const [since = '', sid = ''] = after.split(' ');
    // The place may come from a request.
    const from = Number.isSafeInteger(Number(since)) ? Number(since) : 0;
    const rows = await db
      .selectFrom('flex_interaction_channels')
      .selectAll()
      .where('account_sid', '=', accountSid)
      .where('unattended_since', 'is not', null)
      .where('unattended_since', '<=', now - limits['interaction-without-agent'])
      .where('unattended_since', '>=', from)
      .where(({ eb, or }) => or([eb('unattended_since', '>', from), eb('sid', '>', sid)]))
      .orderBy('unattended_since')
      .orderBy('sid')
      .limit(size + 1)
      .execute();
    return pageOf(rows, size, (row) => `${row.unattended_since} ${row.sid}`);
  },
  async hold(tx, accountSid, channelSid) {
    const held = await holdChannel(tx, channelSid);
    return held !== undefined && held.account_sid === accountSid ? [held] : [];
  },
  async judge(db, rows) {
    const left = rows.filter((row) => isLive(row) && row.unattended_reason !== 'parked');
    if (left.length === 0) return [];
    const waiting = await waitingCustomers(db, left);
    return left.flatMap((channel) => {
      const { unattended_since: since } = channel;
      if (since === null) return [];
      const isWaiting = waiting.has(channel.sid);
      return [
        {
          subjectSid: channel.sid,
          related: { interaction: channel.interaction_sid, conversation: channel.thread_sid },
          since,
          fault: `Nobody is left in the open conversation (${channel.unattended_reason})${
            isWaiting ? ', and its customer waits for an answer' : ''
          }`,
          remedy: isWaiting ? ('invite-again' as const) : ('close-conversation' as const),
        },
      ];
    });
  },
  async mend(tx, finding) {
    const channel = await holdChannel(tx, finding.subjectSid);
    if (channel === undefined) return;
    actFor(tx, restOrigin({ isWebhookEnabled: true }));
    if (finding.remedy === 'invite-again') await inviteAgain(tx, finding, channel);
    else await endChannel(tx, channel, { status: 'closed', work: 'complete' });
  },
});

/** The latest task of the channel as it was last seen, in the keys of the Interactions API. */
interface LatestTask {
  readonly workspace_sid: string;
  readonly workflow_sid: string | null;
  readonly queue_sid: string | null;
  readonly task_channel_unique_name: string;
  readonly attributes: string;
  readonly priority: number;
  readonly timeout: number;
}

/**
 * Invites whoever the workflow of the last invite finds, or its queue where it had none: the worker it was for has
 * not come. What the task said of its conversation is said anew.
 */
async function inviteAgain(
  tx: Transaction,
  { accountSid }: Finding,
  channel: InteractionChannelRow,
): Promise<void> {
  const last = await tx.db
    .selectFrom('flex_interaction_invites')
    .select('task')
    .where('channel_sid', '=', channel.sid)
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const task = JSON.parse(last.task) as LatestTask;
  const {
    flexInteractionSid: _interaction,
    flexInteractionChannelSid: _channel,
    flexChannelInviteSid: _invite,
    conversationSid: _conversation,
    customers: _customers,
    conversations: _conversations,
    ...attributes
  } = readAttributes(task.attributes);
  const routing: RoutingWish = {
    workspace_sid: task.workspace_sid,
    ...(task.workflow_sid ? { workflow_sid: task.workflow_sid } : { queue_sid: task.queue_sid }),
    task_channel_unique_name: task.task_channel_unique_name,
    attributes: JSON.stringify(attributes),
    priority: task.priority,
    timeout: task.timeout,
  };
  const place = { accountSid, interactionSid: channel.interaction_sid, channelSid: channel.sid };
  await createInvite(tx, place, routing);
}
