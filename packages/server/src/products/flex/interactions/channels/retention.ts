// How long an interaction channel is kept that nobody does anything with.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { channelFacts } from './channel-facts.ts';

/** The timer of an interaction channel; its subject is the channel. */
export const RETENTION_TIMER = 'flex.interaction-channel';

/** 180 days without an update of the channel (Flex guide, "Park an Interaction"); messages are none. */
const RETENTION_MS = 180 * 86_400_000;

/** Begins the time of retention anew. */
export async function startRetention(tx: Transaction, channelSid: string): Promise<void> {
  await setTimer(tx, { kind: RETENTION_TIMER, subject: channelSid, dueAt: tx.now + RETENTION_MS });
}

/** Removes a channel whose time is over, with its invites, participants and transfers; the interaction stays. */
export const expireChannel: TimerHandler = async (tx, { subject }) => {
  const channel = await tx.db
    .deleteFrom('flex_interaction_channels')
    .where('sid', '=', subject)
    .where('date_updated', '<=', tx.now - RETENTION_MS)
    .returningAll()
    .executeTakeFirst();
  if (channel === undefined) return;
  await tx.db.deleteFrom('flex_interaction_invites').where('channel_sid', '=', subject).execute();
  await tx.db.deleteFrom('flex_interaction_participants').where('channel_sid', '=', subject).execute();
  await tx.db.deleteFrom('flex_interaction_transfers').where('channel_sid', '=', subject).execute();
  appendEvent(tx, {
    type: 'flex-interaction-channel.removed',
    accountSid: channel.account_sid,
    subjectSid: channel.sid,
    data: channelFacts(channel),
  });
};
