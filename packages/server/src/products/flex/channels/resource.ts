// The Channel resource of the Flex API.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { attributesProblem } from '#kernel/attributes.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { findTask, isOpenTask, removeTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { findThreadBySid, removeThread } from '#threads/threads.ts';
import { openChannel } from './open-channel.ts';
import { retireChannel } from './retire-channel.ts';

const TASK_ATTRIBUTES_LIMIT = 4_096;

const channelCreate = z.object({
  FlexFlowSid: sid('FO'),
  Identity: text(256),
  ChatUserFriendlyName: text(256),
  ChatFriendlyName: text(256),
  Target: text(191)
    .refine((target) => !target.startsWith('+') || parseAddress(target) !== null, 'it is not a phone number')
    .nullish(),
  ChatUniqueName: text(64).nullish(),
  PreEngagementData: text(16_384).nullish(),
  TaskSid: sid('WT').nullish(),
  TaskAttributes: z
    .string()
    .refine(
      (value) => attributesProblem(value, TASK_ATTRIBUTES_LIMIT) === null,
      'it is not a JSON object of at most 4096 characters',
    )
    .nullish(),
  LongLived: bool().nullish(),
});

function presentChannel(row: FlexChannelRow, { base }: Presentation) {
  return {
    account_sid: row.account_sid,
    flex_flow_sid: row.flex_flow_sid,
    sid: row.sid,
    user_sid: row.user_sid,
    task_sid: row.task_sid,
    url: `${base}/v1/Channels/${row.sid}`,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  };
}

function findChannel(
  db: Reader,
  accountSid: string,
  channelSid: string,
): Promise<FlexChannelRow | undefined> {
  return db
    .selectFrom('flex_channels')
    .selectAll()
    .where('sid', '=', channelSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** Takes a conversation back: session closed, chat channel gone, and no task left that reaches nobody. */
async function removeChannel(tx: Transaction, accountSid: string, channelSid: string): Promise<void> {
  const channel = await findChannel(tx.db, accountSid, channelSid);
  if (channel === undefined) throw notFound(`/Channels/${channelSid}`);
  await retireChannel(tx, channel);
  const thread = await findThreadBySid(tx.db, accountSid, channelSid);
  if (thread !== undefined) await removeThread(tx, thread);
  const task = channel.task_sid === null ? undefined : await findTask(tx.db, accountSid, channel.task_sid);
  if (task !== undefined && isOpenTask(task)) await removeTask(tx, task, 'The channel was removed');
  await tx.db.deleteFrom('flex_channels').where('sid', '=', channelSid).execute();
}

export const flexChannels: Resource<FlexChannelRow> = {
  product: 'flex-api',
  path: '/v1/Channels',
  key: 'flex_chat_channels',
  present: presentChannel,
  create: write(channelCreate, (tx, { accountSid, input }) =>
    openChannel(tx, {
      accountSid,
      flexFlowSid: input.FlexFlowSid,
      identity: input.Identity,
      customerName: input.ChatUserFriendlyName,
      channelName: input.ChatFriendlyName,
      target: input.Target ?? null,
      uniqueName: input.ChatUniqueName ?? null,
      preEngagementData: input.PreEngagementData ?? null,
      taskSid: input.TaskSid ?? null,
      taskAttributes: input.TaskAttributes ?? null,
      isLongLived: input.LongLived ?? null,
    }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db.selectFrom('flex_channels').selectAll().where('account_sid', '=', accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findChannel(db, accountSid, params['Sid']!)),
  remove: removal((tx, { accountSid, params }) => removeChannel(tx, accountSid, params['Sid']!)),
};
