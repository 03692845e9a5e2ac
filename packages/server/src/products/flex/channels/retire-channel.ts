// The end of a Flex channel: its session closed, its status INACTIVE, its history kept.
import { appendEvent } from '#events/event-log.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { closeSession, findActiveSessionByName } from '#products/proxy/proxy.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { actFor, findThreadBySid, holdThread, restOrigin, updateThread } from '#threads/threads.ts';
import { channelState } from './channel-attributes.ts';

/**
 * Ends a channel: nothing is routed to it any more and the customer's next contact opens another one. Doing it
 * twice does nothing more.
 */
export async function retireChannel(tx: Transaction, channel: FlexChannelRow): Promise<void> {
  const retired = await tx.db
    .updateTable('flex_channels')
    .set({ status: 'INACTIVE', date_updated: tx.now })
    .where('sid', '=', channel.sid)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
  if (retired === undefined) return;
  const found = await findThreadBySid(tx.db, channel.account_sid, channel.sid);
  // The session is held before the thread, as by texts that come in through it.
  await closeSessionOf(tx, channel, found === undefined ? null : channelState(found.attributes).sessionSid);
  const thread = found === undefined ? undefined : await holdThread(tx, found);
  // A closed conversation is over for good; nothing can be written into it.
  if (thread !== undefined && thread.state !== 'closed' && !channelState(thread.attributes).isInactive) {
    const attributes = { ...readAttributes(thread.attributes), status: 'INACTIVE' };
    // Programs behind a channel of their own kind learn of its end by onChannelUpdated.
    actFor(tx, restOrigin({ isWebhookEnabled: true }));
    await updateThread(tx, thread, { attributes: JSON.stringify(attributes) });
  }
  appendEvent(tx, {
    type: 'flex-channel.updated',
    accountSid: retired.account_sid,
    subjectSid: retired.sid,
    data: { flexFlowSid: retired.flex_flow_sid, status: 'INACTIVE', taskSid: retired.task_sid },
  });
}

/** The session is the one the channel names; where nobody wrote it there, the one named after the channel. */
async function closeSessionOf(
  tx: Transaction,
  channel: FlexChannelRow,
  sessionSid: string | null,
): Promise<void> {
  const named = await findActiveSessionByName(tx.db, channel.account_sid, channel.sid);
  for (const sid of new Set([sessionSid, named?.sid ?? null])) {
    if (sid !== null)
      await closeSession(tx, { accountSid: channel.account_sid, sessionSid: sid, reason: 'api' });
  }
}
