// Whether anybody is left to answer in an open conversation. Who is not must be seen: a customer may be waiting.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionChannelRow, UnattendedReason } from '#storage/schema/interactions.ts';
import { channelFacts } from './channel-facts.ts';
import { isLive } from './channel-rows.ts';

/** What happened last. */
export interface Departure {
  readonly reason: UnattendedReason;
  readonly taskSid?: string | null;
  /** What TaskRouter said of the end of the task. */
  readonly taskReason?: string | null;
}

/** Whether an agent is in the conversation, or an invite waits for one. Callers hold the channel. */
export async function isAttended(tx: Transaction, channel: InteractionChannelRow): Promise<boolean> {
  const invite = await tx.db
    .selectFrom('flex_interaction_invites')
    .select('sid')
    .where('channel_sid', '=', channel.sid)
    .where('status', 'in', ['open', 'accepted'])
    .executeTakeFirst();
  if (invite !== undefined) return true;
  const agent = await tx.db
    .selectFrom('flex_interaction_participants')
    .select('sid')
    .where('channel_sid', '=', channel.sid)
    .where('type', '=', 'agent')
    .where('participant_sid', 'is not', null)
    .executeTakeFirst();
  return agent !== undefined;
}

/**
 * Notes since when nobody attends to the conversation, and records it (event `flex-interaction-channel.unattended`);
 * nothing when somebody does, or when it has ended. Callers hold the channel.
 */
export async function noteDeparture(
  tx: Transaction,
  channel: InteractionChannelRow,
  departure: Departure,
): Promise<void> {
  if (!isLive(channel) || channel.unattended_since !== null || (await isAttended(tx, channel))) return;
  await tx.db
    .updateTable('flex_interaction_channels')
    .set({ unattended_since: tx.now, unattended_reason: departure.reason })
    .where('sid', '=', channel.sid)
    .execute();
  const { reason, taskSid = null, taskReason = null } = departure;
  appendEvent(tx, {
    type: 'flex-interaction-channel.unattended',
    accountSid: channel.account_sid,
    subjectSid: channel.sid,
    data: { ...channelFacts(channel), reason, taskSid, taskReason },
  });
}

/** The columns of a channel somebody attends to again. */
export const ATTENDED = { unattended_since: null, unattended_reason: null } as const;
