// What chat does to the channels of Flex: a customer's message may need a task, an ended channel is let go.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { channelState } from './channels/channel-attributes.ts';
import { ensureTask } from './channels/channel-task.ts';
import { retireChannel } from './channels/retire-channel.ts';
import { findFlow } from './flows/commands.ts';

function activeChannels(db: Reader, threadSids: readonly string[]): Promise<FlexChannelRow[]> {
  return db
    .selectFrom('flex_channels')
    .selectAll()
    .where('sid', 'in', threadSids)
    .where('status', '=', 'ACTIVE')
    .orderBy('sid')
    .execute();
}

/** The channels their customers wrote in. */
async function channelsWithCustomer(db: Reader, events: readonly StoredEvent[]): Promise<FlexChannelRow[]> {
  const messages = events as readonly StoredEvent<'message.added'>[];
  const authors = new Set(messages.map(({ data }) => `${data.threadSid} ${data.author}`));
  const channels = await activeChannels(db, [...new Set(messages.map(({ data }) => data.threadSid))]);
  return channels.filter((channel) => authors.has(`${channel.sid} ${channel.identity}`));
}

/**
 * A message of the customer in a channel without an open task makes one: the first answer where the flow waits
 * for it (`Integration.CreationOnMessage`), and the next contact in a long-lived channel.
 */
export const taskOnCustomerMessage: Processor = {
  name: 'flex-task-on-message',
  handles: ['message.added'],
  gathersFor: 10,
  concerns: async (db, events) => (await channelsWithCustomer(db, events)).length > 0,
  async process(tx, events) {
    for (const channel of await channelsWithCustomer(tx.db, events)) await ensureTaskOf(tx, channel);
  },
};

async function ensureTaskOf(tx: Transaction, found: FlexChannelRow): Promise<void> {
  const flow = await findFlow(tx.db, found.account_sid, found.flex_flow_sid);
  if (flow?.integration_type !== 'task') return;
  const channel = await tx.db
    .updateTable('flex_channels')
    .set({ date_updated: tx.now })
    .where('sid', '=', found.sid)
    .where('status', '=', 'ACTIVE')
    .returningAll()
    .executeTakeFirst();
  if (channel !== undefined) await ensureTask(tx, flow, channel);
}

/** A channel whose attributes were set to INACTIVE, or that was removed, ends for Flex and Proxy as well. */
export const endedInChat: Processor = {
  name: 'flex-ended-in-chat',
  handles: ['thread.updated', 'thread.removed'],
  async process(tx, events) {
    const threads = events as readonly StoredEvent<'thread.updated' | 'thread.removed'>[];
    const ended = threads.filter(
      ({ type, data }) => type === 'thread.removed' || channelState(data.attributes).isInactive,
    );
    if (ended.length === 0) return;
    const channels = await activeChannels(tx.db, [...new Set(ended.map((event) => event.subjectSid))]);
    for (const channel of channels) await retireChannel(tx, channel);
  },
};
