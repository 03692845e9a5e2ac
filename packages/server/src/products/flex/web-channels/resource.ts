// The WebChannel resource of the Flex API: conversations that begin in a widget on a web page.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { oneOf, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import { LONGEST_ENGAGEMENT } from '../channels/channel-attributes.ts';
import { findChannel, removeChannel, requireChannel } from '../channels/remove-channel.ts';
import { openWebChannel, updateWebChannel } from './commands.ts';

const webChannelCreate = z.object({
  FlexFlowSid: sid('FO'),
  Identity: text(256),
  CustomerFriendlyName: text(256),
  ChatFriendlyName: text(256),
  ChatUniqueName: text(64).nullish(),
  PreEngagementData: text(LONGEST_ENGAGEMENT).nullish(),
});

const webChannelUpdate = z.object({
  ChatStatus: oneOf(['inactive']).nullish(),
  PostEngagementData: text(LONGEST_ENGAGEMENT).nullish(),
});

function presentWebChannel(row: FlexChannelRow, { base }: Presentation) {
  return {
    account_sid: row.account_sid,
    flex_flow_sid: row.flex_flow_sid,
    sid: row.sid,
    url: `${base}/v1/WebChannels/${row.sid}`,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  };
}

export const webChannels: Resource<FlexChannelRow> = {
  product: 'flex-api',
  path: '/v1/WebChannels',
  key: 'flex_chat_channels',
  present: presentWebChannel,
  create: write(webChannelCreate, (tx, { accountSid, input }) =>
    openWebChannel(tx, {
      accountSid,
      flexFlowSid: input.FlexFlowSid,
      identity: input.Identity,
      customerName: input.CustomerFriendlyName,
      channelName: input.ChatFriendlyName,
      uniqueName: input.ChatUniqueName ?? null,
      preEngagementData: input.PreEngagementData ?? null,
    }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db
      .selectFrom('flex_channels')
      .selectAll()
      .where('account_sid', '=', accountSid)
      .where('kind', '=', 'web'),
  })),
  fetch: read((db, { accountSid, params }) => findChannel(db, accountSid, params['Sid']!, 'web')),
  update: write(webChannelUpdate, async (tx, { accountSid, params, input }) =>
    updateWebChannel(tx, await requireChannel(tx.db, accountSid, params['Sid']!, 'web'), {
      isOver: Boolean(input.ChatStatus),
      postEngagementData: input.PostEngagementData ?? null,
    }),
  ),
  remove: removal(async (tx, { accountSid, params }) =>
    removeChannel(tx, await requireChannel(tx.db, accountSid, params['Sid']!, 'web')),
  ),
};
