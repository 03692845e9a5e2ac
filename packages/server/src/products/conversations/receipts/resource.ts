// The Receipt resource: what carriers said of a message on its way to messaging participants.
import { z } from 'zod';
import { type Call, list, type Presentation, read } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Reader } from '#storage/database.ts';
import type { ReceiptRow } from '#storage/schema/threads.ts';
import { conversationToRead } from '../conversations/find-conversation.ts';
import { requireMessage } from '../messages/resource.ts';
import { namedService, type Place } from '../places.ts';

function presentReceipt(place: Place) {
  return (row: ReceiptRow, presentation: Presentation) => {
    const tree = place.url(presentation, row.service_sid);
    return {
      account_sid: row.account_sid,
      ...(place === namedService ? { chat_service_sid: row.service_sid } : {}),
      conversation_sid: row.thread_sid,
      sid: row.sid,
      message_sid: row.message_sid,
      channel_message_sid: row.channel_message_sid,
      participant_sid: row.participant_sid,
      status: row.status,
      error_code: row.error_code,
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      url: `${tree}/Conversations/${row.thread_sid}/Messages/${row.message_sid}/Receipts/${row.sid}`,
    };
  };
}

/** The resource in one of its two trees. A receipt shows once the carrier has said something. */
export function receipts(place: Place): Resource<ReceiptRow> {
  const receiptsOf = async (db: Reader, call: Call) => {
    const thread = await conversationToRead(db, place, call);
    const message = await requireMessage(db, place, thread, call, 'MessageSid');
    return db
      .selectFrom('receipts')
      .selectAll()
      .where('message_sid', '=', message.sid)
      .where('status', 'is not', null);
  };
  return {
    product: 'conversations',
    path: `${place.path}/Conversations/{ConversationSid}/Messages/{MessageSid}/Receipts`,
    key: 'delivery_receipts',
    present: presentReceipt(place),
    list: list(z.object({}), async (db, call) => ({ query: await receiptsOf(db, call) })),
    fetch: read(async (db, call) => {
      const query = await receiptsOf(db, call);
      return query.where('sid', '=', call.params['Sid']!).executeTakeFirst();
    }),
  };
}
