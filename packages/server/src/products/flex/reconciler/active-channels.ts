// The active Flex channels of an account with what the rules about them need to know.
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelType, FlexIntegrationType } from '#storage/schema/flex.ts';
import { channelState } from '../channels/channel-attributes.ts';
import { integrationOf } from '../flows/integration.ts';
import { OPEN_TASK } from './open-task.ts';
import { type PageScope, pageOf, type RowPage } from './rule.ts';

/** An active channel. */
export interface ActiveChannel {
  readonly sid: string;
  readonly identity: string;
  /** The last time a task came or went, or somebody opened the channel again. */
  readonly date_updated: number;
  /** All null where the flow was removed. */
  readonly channel_type: FlexChannelType | null;
  readonly integration_type: FlexIntegrationType | null;
  readonly integration: string | null;
  readonly janitor_enabled: number | null;
  /** All null where the chat channel was removed, or nothing was said in it. */
  readonly attributes: string | null;
  readonly last_author: string | null;
  readonly last_said_at: number | null;
}

function activeChannels(db: Reader, accountSid: string) {
  return db
    .selectFrom('flex_channels as channel')
    .leftJoin('flex_flows as flow', 'flow.sid', 'channel.flex_flow_sid')
    .leftJoin('threads as thread', 'thread.sid', 'channel.sid')
    .leftJoin('messages as message', (join) =>
      join
        .onRef('message.thread_sid', '=', 'channel.sid')
        .on('message.message_index', '=', (eb) => eb('thread.next_index', '-', 1)),
    )
    .select([
      'channel.sid',
      'channel.identity',
      'channel.date_updated',
      'flow.channel_type',
      'flow.integration_type',
      'flow.integration',
      'flow.janitor_enabled',
      'thread.attributes',
      'message.author as last_author',
      'message.date_created as last_said_at',
    ])
    .where('channel.account_sid', '=', accountSid)
    .where('channel.status', '=', 'ACTIVE');
}

/** A page of them, by SID. */
export async function activeChannelPage(
  db: Reader,
  { accountSid, after, size }: PageScope,
): Promise<RowPage<ActiveChannel>> {
  const rows = await activeChannels(db, accountSid)
    .where('channel.sid', '>', after)
    .orderBy('channel.sid')
    .limit(size + 1)
    .execute();
  return pageOf(rows, size, ({ sid }) => sid);
}

/** Holds one of them, so that nobody gives it a task or ends it meanwhile; nothing when it is over. */
export async function holdActiveChannel(
  tx: Transaction,
  accountSid: string,
  sid: string,
): Promise<ActiveChannel[]> {
  const held = await tx.db
    .updateTable('flex_channels')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .where('status', '=', 'ACTIVE')
    .returning('sid')
    .executeTakeFirst();
  if (held === undefined) return [];
  return activeChannels(tx.db, accountSid).where('channel.sid', '=', sid).execute();
}

/** Whether the channel may stay without a task: by its attributes, or because its flow ends no channels. */
export function mayRest(channel: ActiveChannel): boolean {
  if (channel.attributes !== null && channelState(channel.attributes).isLongLived) return true;
  return channel.janitor_enabled === 0;
}

/** Whether the flow makes no task before the customer has written. */
export function waitsForCustomer({ integration }: ActiveChannel): boolean {
  return integration !== null && integrationOf({ integration }).creation_on_message === true;
}

/** An open task of each of the channels that has one. */
export async function openTasks(
  db: Reader,
  channels: readonly ActiveChannel[],
): Promise<ReadonlyMap<string, string>> {
  if (channels.length === 0) return new Map();
  const rows = await db
    .selectFrom('flex_channel_tasks as link')
    .innerJoin('tasks as task', 'task.sid', 'link.task_sid')
    .select(['link.channel_sid', 'link.task_sid'])
    .where(
      'link.channel_sid',
      'in',
      channels.map(({ sid }) => sid),
    )
    .where('task.assignment_status', 'in', OPEN_TASK)
    .execute();
  return new Map(rows.map((row) => [row.channel_sid, row.task_sid]));
}
