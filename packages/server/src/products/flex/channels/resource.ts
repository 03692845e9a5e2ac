// The Channel resource of the Flex API.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { attributesProblem } from '#kernel/attributes.ts';
import { isoDate } from '#kernel/dates.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { LONGEST_ENGAGEMENT } from './channel-attributes.ts';
import { openChannel } from './open-channel.ts';
import { findChannel, removeChannel, requireChannel } from './remove-channel.ts';

const TASK_ATTRIBUTES_LIMIT = 4_096;

/** JSON object that becomes attributes of a task. */
export const taskAttributesParameter = z
  .string()
  .refine(
    (value) => attributesProblem(value, TASK_ATTRIBUTES_LIMIT) === null,
    'it is not a JSON object of at most 4096 characters',
  )
  .nullish();

const channelCreate = z.object({
  FlexFlowSid: sid('FO'),
  Identity: text(256),
  ChatUserFriendlyName: text(256),
  ChatFriendlyName: text(256),
  Target: text(191)
    .refine((target) => !target.startsWith('+') || parseAddress(target) !== null, 'it is not a phone number')
    .nullish(),
  ChatUniqueName: text(64).nullish(),
  PreEngagementData: text(LONGEST_ENGAGEMENT).nullish(),
  TaskSid: sid('WT').nullish(),
  TaskAttributes: taskAttributesParameter,
  LongLived: bool().nullish(),
});

/** A channel as the API shows it. */
export function presentChannel(row: FlexChannelRow, { base }: Presentation) {
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
  remove: removal(async (tx, { accountSid, params }) =>
    removeChannel(tx, await requireChannel(tx.db, accountSid, params['Sid']!)),
  ),
};
