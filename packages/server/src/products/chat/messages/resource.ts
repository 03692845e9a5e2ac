// The Message resource of Programmable Chat.
import { z } from 'zod';
import { type Call, list, type Presentation, read } from '#http/operations.ts';
import { checked, date, oneOf, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import {
  findMessage,
  type MessagePoster,
  type NewMessage,
  postMessage,
  removeMessage,
  restOrigin,
  updateMessage,
} from '#threads/threads.ts';
import { attributes } from '../attributes.ts';
import { requireChannel } from '../channels/require-channel.ts';
import { hookedRemoval, hookedWrite } from '../hooked.ts';

/** Longest body of a chat message, in characters. */
const BODY_LIMIT = 32_768;

const fields = {
  From: text(256).nullish(),
  Body: checked(z.string(), 50501, (body) => body.length <= BODY_LIMIT).nullish(),
  Attributes: attributes().nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
  LastUpdatedBy: text(256).nullish(),
};

const messageCreate = z.object({
  ...fields,
  MediaSid: checked(z.string(), 50510, (value) => isSid(value, 'ME')).nullish(),
});
const messageUpdate = z.object(fields);

function presentMedia(row: MessageRow) {
  const [media] = row.media === null ? [] : (JSON.parse(row.media) as MessageMedia[]);
  if (media === undefined) return { type: 'text', media: null };
  const { sid: mediaSid, size, content_type, filename } = media;
  return { type: 'media', media: { sid: mediaSid, size, content_type, filename } };
}

function presentMessage(row: MessageRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    attributes: row.attributes,
    service_sid: row.service_sid,
    to: row.thread_sid,
    channel_sid: row.thread_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    last_updated_by: row.last_updated_by,
    was_edited: row.was_edited === 1,
    from: row.author,
    body: row.body,
    index: row.message_index,
    ...presentMedia(row),
    url: `${base}/v2/Services/${row.service_sid}/Channels/${row.thread_sid}/Messages/${row.sid}`,
  };
}

function postOf(call: Call<z.output<typeof messageCreate>>, threadSid: string): NewMessage {
  const { input } = call;
  if (input.MediaSid && input.Body) {
    throw invalidParameter('MediaSid', 'a message has either a body or media');
  }
  return {
    accountSid: call.accountSid,
    serviceSid: call.params['ServiceSid']!,
    threadSid,
    author: input.From ?? 'system',
    body: input.Body ?? '',
    attributes: input.Attributes,
    media: input.MediaSid ? [{ sid: input.MediaSid }] : null,
    lastUpdatedBy: input.LastUpdatedBy,
    dateCreated: input.DateCreated,
    dateUpdated: input.DateUpdated,
    origin: restOrigin(call),
  };
}

/** SIDs need no look-up: posting itself checks that the channel is the caller's. */
async function threadSidOf(db: Reader, call: Call): Promise<string> {
  const name = call.params['ChannelSid']!;
  return isSid(name, 'CH') ? name : (await requireChannel(db, call)).sid;
}

async function requireMessage(db: Reader, call: Call): Promise<MessageRow> {
  const channel = await requireChannel(db, call);
  const message = await findMessage(db, call.accountSid, channel.sid, call.params['Sid']!);
  if (message === undefined) throw notFound(`/Channels/${channel.sid}/Messages/${call.params['Sid']}`);
  return message;
}

/** The resource, posting through the poster that shares commits between requests. */
export function messagesResource(poster: MessagePoster, db: Reader): Resource<MessageRow> {
  return {
    product: 'chat',
    path: '/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Messages',
    key: 'messages',
    present: presentMessage,
    create: hookedWrite(
      messageCreate,
      async (tx, call) => postMessage(tx, postOf(call, await threadSidOf(tx.db, call))),
      { grouped: async (call) => poster.post(postOf(call, await threadSidOf(db, call))) },
    ),
    list: list(
      z.object({ Order: oneOf(['asc', 'desc']).nullish() }),
      async (reader, call) => {
        const channel = await requireChannel(reader, call);
        return { query: reader.selectFrom('messages').selectAll().where('thread_sid', '=', channel.sid) };
      },
      (call) => [{ column: 'message_index', direction: call.input.Order ?? 'asc' }],
    ),
    fetch: read(requireMessage),
    update: hookedWrite(messageUpdate, async (tx, call) => {
      const { input } = call;
      const message = await requireMessage(tx.db, call);
      if (input.Body !== undefined && message.media !== null) throw apiError(50509);
      return updateMessage(tx, message, {
        ...(input.Body === undefined ? {} : { body: input.Body ?? '' }),
        ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
        ...(input.From ? { author: input.From } : {}),
        ...(input.LastUpdatedBy === undefined ? {} : { last_updated_by: input.LastUpdatedBy }),
        ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
        ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
      });
    }),
    remove: hookedRemoval(async (tx, call) => removeMessage(tx, await requireMessage(tx.db, call))),
  };
}
