// The channel janitor: when the work on a customer ends, the channel ends with it, unless it is long-lived.
import type { Processor } from '#events/dispatcher.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { findThreadBySid } from '#threads/threads.ts';
import { channelState } from './channels/channel-attributes.ts';
import { retireChannel } from './channels/retire-channel.ts';

/** Ends the channels whose task was completed, canceled or removed (Flex guide, "Channel Janitor"). */
export const janitor: Processor = {
  name: 'flex-janitor',
  handles: ['task.completed', 'task.canceled', 'task.deleted', 'task.system-deleted'],
  async process(tx, events) {
    const tasks = events.map((event) => event.subjectSid);
    const channels = await tx.db
      .selectFrom('flex_channels')
      .innerJoin('flex_flows', 'flex_flows.sid', 'flex_channels.flex_flow_sid')
      .selectAll('flex_channels')
      .where('flex_channels.task_sid', 'in', tasks)
      .where('flex_channels.status', '=', 'ACTIVE')
      .where('flex_flows.janitor_enabled', '=', 1)
      .orderBy('flex_channels.sid')
      .execute();
    for (const channel of channels) await cleanUp(tx, channel);
  },
};

/**
 * A long-lived channel stays open for the customer's next message and only loses its task. The channel's own
 * attributes decide, because setting `long_lived` to false there is how such a channel is ended.
 */
async function cleanUp(tx: Transaction, channel: FlexChannelRow): Promise<void> {
  const thread = await findThreadBySid(tx.db, channel.account_sid, channel.sid);
  if (thread !== undefined && channelState(thread.attributes).isLongLived) {
    await tx.db
      .updateTable('flex_channels')
      .set({ task_sid: null, date_updated: tx.now })
      .where('sid', '=', channel.sid)
      .where('task_sid', '=', channel.task_sid)
      .execute();
    return;
  }
  await retireChannel(tx, channel);
}
