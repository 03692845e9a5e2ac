// The row of an interaction channel: finding it, holding it, and what every update of it sets.
import { appendEvent } from '#events/event-log.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionChannelRow, InteractionChannelStatus } from '#storage/schema/interactions.ts';
import { channelFacts } from './channel-facts.ts';
import { startRetention } from './retention.ts';

/** Where a channel is found. */
export interface ChannelPlace {
  readonly accountSid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
}

/** Statuses of a channel whose conversation can be worked on. */
const LIVE: readonly InteractionChannelStatus[] = ['setup', 'active', 'pause', 'transfer'];

/** Whether the conversation of the channel can be worked on. */
export function isLive(channel: Pick<InteractionChannelRow, 'status'>): boolean {
  return LIVE.includes(channel.status);
}

/** A channel of an interaction. */
export function findChannel(db: Reader, place: ChannelPlace): Promise<InteractionChannelRow | undefined> {
  return db
    .selectFrom('flex_interaction_channels')
    .selectAll()
    .where('sid', '=', place.channelSid)
    .where('interaction_sid', '=', place.interactionSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
}

/** The channel, or 404/20404. */
export async function requireChannel(db: Reader, place: ChannelPlace): Promise<InteractionChannelRow> {
  const channel = await findChannel(db, place);
  if (channel === undefined) {
    throw notFound(`/Interactions/${place.interactionSid}/Channels/${place.channelSid}`);
  }
  return channel;
}

/**
 * Holds the row of a channel until the transaction ends: whoever comes, goes, is invited or closes it does so one
 * after the other. Undefined when it is gone. It is taken before the conversation and its tasks.
 */
export function holdChannel(tx: Transaction, sid: string): Promise<InteractionChannelRow | undefined> {
  return tx.db
    .updateTable('flex_interaction_channels')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('sid', '=', sid)
    .returningAll()
    .executeTakeFirst();
}

/** The channel, held, or 404/20404. */
export async function holdRequired(tx: Transaction, place: ChannelPlace): Promise<InteractionChannelRow> {
  const { sid } = await requireChannel(tx.db, place);
  const held = await holdChannel(tx, sid);
  return held ?? requireChannel(tx.db, place);
}

/** Updates a channel, which keeps it for another time of retention; a change of its status is told. */
export async function updateChannelRow(
  tx: Transaction,
  channel: InteractionChannelRow,
  change: Partial<InteractionChannelRow> = {},
): Promise<InteractionChannelRow> {
  const updated = await tx.db
    .updateTable('flex_interaction_channels')
    .set({ ...change, date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  await startRetention(tx, updated.sid);
  if (updated.status !== channel.status) {
    appendEvent(tx, {
      type: 'flex-interaction-channel.updated',
      accountSid: updated.account_sid,
      subjectSid: updated.sid,
      data: channelFacts(updated),
    });
  }
  return updated;
}
