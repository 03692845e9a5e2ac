// Long-lived channels nobody writes in any more: ended after the days the operator chose, or kept for ever.
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { findThreadBySid, lastMessageAt } from '#threads/threads.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { givenSettings } from '../configuration/configuration.ts';
import { channelState } from './channel-attributes.ts';
import { linkedTasks } from './channel-task.ts';
import { retireChannel } from './retire-channel.ts';

/** Kind of the timer; its subject is the channel. */
export const REST_TIMER = 'flex.long-lived-rest';

const DAY_MS = 86_400_000;
const MOST_DAYS = 3_650;

/**
 * Milliseconds a long-lived channel may rest: `attributes.parley.long_lived_idle_days` of the Flex configuration, an
 * addition of ours. Null is for ever, as on Twilio.
 */
async function restLimit(db: Reader, accountSid: string): Promise<number | null> {
  const { attributes } = await givenSettings(db, accountSid);
  const own = attributes?.['parley'];
  const days = typeof own === 'object' && own !== null ? Reflect.get(own, 'long_lived_idle_days') : undefined;
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 1 || days > MOST_DAYS) return null;
  return days * DAY_MS;
}

/** Starts the rest of a channel whose work is over. */
export async function beginRest(tx: Transaction, channel: FlexChannelRow): Promise<void> {
  const limit = await restLimit(tx.db, channel.account_sid);
  if (limit === null) return;
  await setTimer(tx, { kind: REST_TIMER, subject: channel.sid, dueAt: tx.now + limit });
}

/** Ends a channel that has rested long enough; one in which somebody wrote or works meanwhile is left. */
export const endRest: TimerHandler = async (tx, { subject }) => {
  const channel = await tx.db
    .updateTable('flex_channels')
    .set((eb) => ({ date_updated: eb.ref('date_updated') }))
    .where('sid', '=', subject)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
  if (channel === undefined || (await linkedTasks(tx.db, subject)).length > 0) return;
  const thread = await findThreadBySid(tx.db, channel.account_sid, subject);
  const limit = await restLimit(tx.db, channel.account_sid);
  if (thread === undefined || limit === null || !channelState(thread.attributes).isLongLived) return;
  const dueAt = ((await lastMessageAt(tx.db, subject)) ?? 0) + limit;
  if (dueAt > tx.now) await setTimer(tx, { kind: REST_TIMER, subject, dueAt });
  else await retireChannel(tx, channel);
};
