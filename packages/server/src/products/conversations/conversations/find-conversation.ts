// The conversation a path names, by SID or unique name.
import type { Call } from '#http/operations.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import { findThread } from '#threads/threads.ts';
import { notFoundHere, type Place } from '../places.ts';

/** The conversation; 404/20404 when the service has none of this name. */
export async function requireConversation(
  db: Reader,
  place: Place,
  service: ChatServiceRow,
  call: Call,
  parameter: 'Sid' | 'ConversationSid' = 'ConversationSid',
): Promise<ThreadRow> {
  const name = call.params[parameter]!;
  const thread = await findThread(db, call.accountSid, service.sid, name);
  if (thread === undefined) throw notFoundHere(place, call, `/Conversations/${name}`);
  return thread;
}

/** The conversation of a path, for a read or a list. */
export async function conversationToRead(db: Reader, place: Place, call: Call): Promise<ThreadRow> {
  return requireConversation(db, place, await place.serviceToRead(db, call), call);
}

/** The conversation of a path and its service, for a change. */
export async function conversationToChange(
  tx: Transaction,
  place: Place,
  call: Call,
): Promise<{ service: ChatServiceRow; thread: ThreadRow }> {
  const service = await place.serviceToChange(tx, call);
  return { service, thread: await requireConversation(tx.db, place, service, call) };
}
