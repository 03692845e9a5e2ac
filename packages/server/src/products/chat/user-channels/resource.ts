// The User Channel resource of Programmable Chat: the channels a user is in or invited to, as he sees them.
import { z } from 'zod';
import { type Call, list, type Presentation, read } from '#http/operations.ts';
import { date, int, oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import {
  findParticipant,
  findUserPlace,
  listUserPlaces,
  removeParticipant,
  type UserPlace,
  updateUserThread,
} from '#threads/threads.ts';
import { requireChannel } from '../channels/require-channel.ts';
import { hookedRemoval, hookedWrite } from '../hooked.ts';
import { requireUser } from '../users/require-user.ts';

const change = z.object({
  NotificationLevel: oneOf(['default', 'muted']).nullish(),
  LastConsumedMessageIndex: int(0).nullish(),
  LastConsumptionTimestamp: date().nullish(),
});

function presentUserChannel(row: UserPlace, { base }: Presentation) {
  const service = `${base}/v2/Services/${row.service_sid}`;
  const channel = `${service}/Channels/${row.thread_sid}`;
  return {
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    channel_sid: row.thread_sid,
    user_sid: row.user_sid,
    member_sid: row.participant_sid,
    status: row.status,
    last_consumed_message_index: row.last_read_index,
    unread_messages_count: row.unread_messages_count,
    links: {
      channel,
      member: row.participant_sid === null ? null : `${channel}/Members/${row.participant_sid}`,
    },
    url: `${service}/Users/${row.user_sid}/Channels/${row.thread_sid}`,
    notification_level: row.notification_level,
  };
}

async function requirePlace(db: Reader, call: Call): Promise<UserPlace> {
  const user = await requireUser(db, call, 'UserSid');
  const channel = await requireChannel(db, call);
  const place = await findUserPlace(db, user, channel.sid);
  if (place === undefined) throw notFound(`/Users/${user.sid}/Channels/${channel.sid}`);
  return place;
}

/** The member behind a user channel: who is only invited has nothing to change and nothing to leave. */
async function requireMember(db: Reader, call: Call): Promise<ParticipantRow> {
  const user = await requireUser(db, call, 'UserSid');
  const channel = await requireChannel(db, call);
  const member = await findParticipant(db, call.accountSid, channel.sid, user.identity);
  if (member === undefined) throw notFound(`/Users/${user.sid}/Channels/${channel.sid}`);
  return member;
}

export const userChannels: Resource<UserPlace> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Users/{UserSid}/Channels',
  memberPath: '/v2/Services/{ServiceSid}/Users/{UserSid}/Channels/{ChannelSid}',
  key: 'channels',
  present: presentUserChannel,
  list: list(z.object({}), async (db, call) => ({
    query: listUserPlaces(db, await requireUser(db, call, 'UserSid')),
  })),
  fetch: read(requirePlace),
  update: hookedWrite(change, async (tx, call) => {
    const { input } = call;
    await updateUserThread(tx, await requireMember(tx.db, call), {
      notificationLevel: input.NotificationLevel,
      lastReadIndex: input.LastConsumedMessageIndex,
      lastReadAt: input.LastConsumptionTimestamp,
    });
    return requirePlace(tx.db, call);
  }),
  remove: hookedRemoval(async (tx, call) => removeParticipant(tx, await requireMember(tx.db, call))),
};
