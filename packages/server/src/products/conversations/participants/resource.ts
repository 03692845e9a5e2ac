// The Participant resource: who is in a conversation, by identity or by an address.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { Reader } from '#storage/database.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { actFor, findParticipant, removeParticipant, restOrigin } from '#threads/threads.ts';
import { conversationToChange, conversationToRead } from '../conversations/find-conversation.ts';
import { notFoundHere, type Place } from '../places.ts';
import { changeParticipant, createParticipant, participantCreate, participantUpdate } from './commands.ts';
import { presentParticipant } from './present.ts';

/** The resource in one of its two trees. */
export function participants(place: Place): Resource<ParticipantRow> {
  const requireParticipant = async (db: Reader, thread: ThreadRow, call: Call): Promise<ParticipantRow> => {
    const name = call.params['Sid']!;
    const participant = await findParticipant(db, call.accountSid, thread.sid, name);
    if (participant === undefined) {
      throw notFoundHere(place, call, `/Conversations/${thread.sid}/Participants/${name}`);
    }
    return participant;
  };
  return {
    product: 'conversations',
    path: `${place.path}/Conversations/{ConversationSid}/Participants`,
    key: 'participants',
    present: presentParticipant(place),
    create: write(participantCreate, async (tx, call) => {
      actFor(tx, restOrigin(call));
      const { service, thread } = await conversationToChange(tx, place, call);
      return createParticipant(tx, service, thread, call.input);
    }),
    list: list(z.object({}), async (db, call) => {
      const thread = await conversationToRead(db, place, call);
      return { query: db.selectFrom('participants').selectAll().where('thread_sid', '=', thread.sid) };
    }),
    fetch: read(async (db, call) => requireParticipant(db, await conversationToRead(db, place, call), call)),
    update: write(participantUpdate, async (tx, call) => {
      actFor(tx, restOrigin(call));
      const { service, thread } = await conversationToChange(tx, place, call);
      return changeParticipant(tx, service, await requireParticipant(tx.db, thread, call), call.input);
    }),
    remove: removal(async (tx, call) => {
      actFor(tx, restOrigin(call));
      const { thread } = await conversationToChange(tx, place, call);
      await removeParticipant(tx, await requireParticipant(tx.db, thread, call));
    }),
  };
}
