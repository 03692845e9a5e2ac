// The Senders resource of messaging v2: which addresses of WhatsApp, Messenger and other channels are the account's.
import { list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { ChannelSenderRow } from '#storage/schema/messaging-services.ts';
import {
  createChannelSender,
  deleteChannelSender,
  findSenderBySid,
  updateChannelSender,
} from './commands.ts';
import { senderCreate, senderFilters, senderUpdate } from './input.ts';
import { presentChannelSender } from './present.ts';

/** What Twilio answers while it asks the channel's owner. */
const ACCEPTED = 202;

export const channelSenders: Resource<ChannelSenderRow> = {
  product: 'messaging',
  path: '/v2/Channels/Senders',
  key: 'senders',
  present: presentChannelSender,
  create: write(senderCreate, createChannelSender, { status: ACCEPTED, body: 'json' }),
  list: list(senderFilters, async (db, call) => {
    const query = db.selectFrom('channel_senders').selectAll().where('account_sid', '=', call.accountSid);
    const { Channel: channel } = call.input;
    return { query: channel ? query.where('channel', '=', channel) : query };
  }),
  fetch: read((db, call) => findSenderBySid(db, call)),
  update: write(senderUpdate, updateChannelSender, { status: ACCEPTED, body: 'json' }),
  remove: removal(deleteChannelSender),
};
