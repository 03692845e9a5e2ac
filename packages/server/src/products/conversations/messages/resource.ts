// The Message resource.
import { sql } from 'kysely';
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, MessageRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  actFor,
  findMessage,
  type MessagePoster,
  type NewMessage,
  postMessage,
  removeMessage,
  restOrigin,
  updateMessage,
} from '#threads/threads.ts';
import {
  conversationToChange,
  conversationToRead,
  requireConversation,
} from '../conversations/find-conversation.ts';
import { notFoundHere, type Place } from '../places.ts';
import { changeFrom, messageCreate, messageFrom, messageUpdate } from './input.ts';
import { type DeliveredMessage, presentMessage, withDelivery } from './present.ts';

/** The message of a path; 404/20404 when the conversation has none of this SID. */
export async function requireMessage(
  db: Reader,
  place: Place,
  thread: ThreadRow,
  call: Call,
  parameter: 'Sid' | 'MessageSid' = 'Sid',
): Promise<MessageRow> {
  const sid = call.params[parameter]!;
  const message = await findMessage(db, call.accountSid, thread.sid, sid);
  if (message === undefined) {
    throw notFoundHere(place, call, `/Conversations/${thread.sid}/Messages/${sid}`);
  }
  return message;
}

const notSummedYet = sql<DeliveredMessage['delivery']>`NULL`;

/** A message that was just posted has no receipts yet. */
function fresh(row: MessageRow): DeliveredMessage {
  return { ...row, delivery: null };
}

async function sum(db: Reader, row: MessageRow): Promise<DeliveredMessage> {
  const [delivered] = await withDelivery(db, [row]);
  return delivered!;
}

/** The resource in one of its two trees, posting through the poster that shares commits between requests. */
export function messages(place: Place, poster: MessagePoster, reader: Reader): Resource<DeliveredMessage> {
  /** SIDs need no look-up: posting itself checks that the conversation is the service's. */
  const postOf = async (
    db: Reader,
    service: ChatServiceRow,
    call: Call<z.output<typeof messageCreate>>,
  ): Promise<NewMessage> => {
    const name = call.params['ConversationSid']!;
    const threadSid = isSid(name, 'CH') ? name : (await requireConversation(db, place, service, call)).sid;
    return {
      ...messageFrom(call.input),
      accountSid: call.accountSid,
      serviceSid: service.sid,
      threadSid,
      origin: restOrigin(call),
      face: 'conversations',
    };
  };
  const messageToChange = async (tx: Transaction, call: Call) => {
    actFor(tx, restOrigin(call));
    const { thread } = await conversationToChange(tx, place, call);
    return requireMessage(tx.db, place, thread, call);
  };
  return {
    product: 'conversations',
    path: `${place.path}/Conversations/{ConversationSid}/Messages`,
    key: 'messages',
    present: presentMessage(place),
    create: write(
      messageCreate,
      async (tx, call) =>
        fresh(await postMessage(tx, await postOf(tx.db, await place.serviceToChange(tx, call), call))),
      {
        grouped: async (call) =>
          fresh(await poster.post(await postOf(reader, await place.serviceToRead(reader, call), call))),
      },
    ),
    list: {
      ...list(
        z.object({ Order: oneOf(['asc', 'desc']).nullish() }),
        async (db, call) => {
          const thread = await conversationToRead(db, place, call);
          const query = db.selectFrom('messages').selectAll().select(notSummedYet.as('delivery'));
          return { query: query.where('thread_sid', '=', thread.sid) };
        },
        (call) => [{ column: 'message_index', direction: call.input.Order ?? 'asc' }],
      ),
      complete: (db, _call, rows) => withDelivery(db, rows),
    },
    fetch: read(async (db, call) => {
      const thread = await conversationToRead(db, place, call);
      return sum(db, await requireMessage(db, place, thread, call));
    }),
    update: write(messageUpdate, async (tx, call) => {
      const message = await messageToChange(tx, call);
      return sum(tx.db, await updateMessage(tx, message, changeFrom(call.input)));
    }),
    remove: removal(async (tx, call) => removeMessage(tx, await messageToChange(tx, call))),
  };
}
