// What happens to the channels of Flex elsewhere: tasks end, customers write, and chat ends or removes channels.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { findTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { channelState } from './channels/channel-attributes.ts';
import { ensureTask, linkedTasks } from './channels/channel-task.ts';
import { retireChannel } from './channels/retire-channel.ts';
import { findFlow } from './flows/commands.ts';
import { concernChannels, followTasks, TASK_EVENTS, type TaskEvent } from './janitor.ts';
import { answerInChannel } from './outbound/replies/answer-in-channel.ts';

type Posted = StoredEvent<'message.added'>;

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
async function channelsWithCustomer(db: Reader, posts: readonly Posted[]): Promise<FlexChannelRow[]> {
  if (posts.length === 0) return [];
  const authors = new Set(posts.map(({ data }) => `${data.threadSid} ${data.author}`));
  const channels = await activeChannels(db, [...new Set(posts.map(({ data }) => data.threadSid))]);
  return channels.filter((channel) => authors.has(`${channel.sid} ${channel.identity}`));
}

const isPosted = (event: StoredEvent): event is Posted => event.type === 'message.added';

/** Events in runs of one kind, in the order of the log. */
function runsOf(events: readonly StoredEvent[]): StoredEvent[][] {
  const runs: StoredEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run !== undefined && isPosted(run[0]!) === isPosted(event)) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

/**
 * The janitor, and the tasks that customers make by writing: the first answer where the flow waits for it
 * (`Integration.CreationOnMessage`), and the next contact in a long-lived channel. One processor does both, so that
 * what the customer wrote before a task ended is no reason for another one.
 */
export const channelWork: Processor = {
  name: 'flex-janitor',
  handles: [...TASK_EVENTS, 'message.added'],
  gathersFor: 10,
  async concerns(db, events) {
    const posts = events.filter(isPosted);
    const tasks = events.filter((event) => !isPosted(event)) as readonly StoredEvent[] as TaskEvent[];
    if (await concernChannels(db, tasks)) return true;
    return (await channelsWithCustomer(db, posts)).length > 0;
  },
  async process(tx, events) {
    for (const run of runsOf(events)) {
      if (!isPosted(run[0]!)) await followTasks(tx, run as readonly StoredEvent[] as TaskEvent[]);
      else {
        const channels = await channelsWithCustomer(tx.db, run as Posted[]);
        for (const channel of channels) await ensureTaskOf(tx, channel);
      }
    }
  },
};

/** A task whose end was not heard of yet was open when the customer wrote; one that is gone altogether is none. */
async function hadTask(tx: Transaction, channel: FlexChannelRow): Promise<boolean> {
  for (const taskSid of await linkedTasks(tx.db, channel.sid))
    if ((await findTask(tx.db, channel.account_sid, taskSid)) !== undefined) return true;
  return false;
}

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
  if (channel === undefined || (await hadTask(tx, channel))) return;
  if (await answerInChannel(tx, flow, channel)) return;
  await ensureTask(tx, flow, channel);
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
