// Active channels nobody works on: the customer wrote and has no task, or the work is over and the channel is not.
import { ensureTask } from '../channels/channel-task.ts';
import { findChannel } from '../channels/remove-channel.ts';
import { findFlow } from '../flows/commands.ts';
import {
  type ActiveChannel,
  activeChannelPage,
  holdActiveChannel,
  mayRest,
  openTasks,
  waitsForCustomer,
} from './active-channels.ts';
import { endChannelWithWork } from './end-channel.ts';
import { defineRule, type Verdict } from './rule.ts';
import { waitingConversations } from './waiting-conversations.ts';

/** Whether the last word is the customer's, and nobody has given the channel a task for it. */
function isCustomerWaiting(channel: ActiveChannel): boolean {
  const { last_author: author, last_said_at: saidAt } = channel;
  return author === channel.identity && saidAt !== null && saidAt > channel.date_updated;
}

/** Where Studio or a program has the conversation, it has no task until that hands it over. */
function judged(channel: ActiveChannel, isWaiting: boolean): Verdict[] {
  const { sid: subjectSid, integration_type: type, date_updated: updatedAt } = channel;
  if (type === 'studio' || type === 'external') return [];
  if (type === 'task' && isCustomerWaiting(channel)) {
    return [
      {
        subjectSid,
        related: {},
        since: channel.last_said_at ?? updatedAt,
        fault: 'The customer has written and nobody has a task',
        remedy: 'make-task',
      },
    ];
  }
  if (isWaiting || mayRest(channel) || waitsForCustomer(channel)) return [];
  return [
    {
      subjectSid,
      related: {},
      since: updatedAt,
      fault: 'The channel is active and nobody has a task',
      remedy: 'retire-channel',
    },
  ];
}

export const channelWithoutTask = defineRule<ActiveChannel>({
  name: 'channel-without-task',
  page: activeChannelPage,
  hold: holdActiveChannel,
  async judge(db, rows, { accountSid }) {
    const tasks = await openTasks(db, rows);
    const idle = rows.filter(({ sid }) => !tasks.has(sid));
    const waiting = await waitingConversations(
      db,
      accountSid,
      idle.map(({ sid }) => sid),
    );
    return idle.flatMap((channel) => judged(channel, waiting.has(channel.sid)));
  },
  async mend(tx, { accountSid, subjectSid, remedy, fault }) {
    if (remedy === 'retire-channel') return endChannelWithWork(tx, accountSid, subjectSid, fault);
    const channel = await findChannel(tx.db, accountSid, subjectSid);
    const flow = channel === undefined ? undefined : await findFlow(tx.db, accountSid, channel.flex_flow_sid);
    if (channel !== undefined && flow !== undefined) await ensureTask(tx, flow, channel);
  },
});
