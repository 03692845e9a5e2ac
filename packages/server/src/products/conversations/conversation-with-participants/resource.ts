// A conversation made together with the people in it: all of it, or nothing.
import { write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { actFor, findThreadBySid, restOrigin } from '#threads/threads.ts';
import { createConversation } from '../conversations/commands.ts';
import { conversationFields } from '../conversations/input.ts';
import { presentConversation } from '../conversations/present.ts';
import { createParticipant } from '../participants/commands.ts';
import type { Place } from '../places.ts';
import { participantList, participantsFrom, placeOf } from './participant-list.ts';

const input = conversationFields.extend({ Participant: participantList() });

/**
 * The resource in one of its two trees. Everything happens in one transaction: when one of the people cannot be
 * added, there is no conversation either.
 */
export function conversationWithParticipants(place: Place): Resource<ThreadRow> {
  return {
    product: 'conversations',
    path: `${place.path}/ConversationWithParticipants`,
    key: 'conversations',
    present: presentConversation(place, false),
    create: write(input, async (tx, call) => {
      actFor(tx, restOrigin(call));
      const people = participantsFrom(call.input.Participant);
      const service = await place.serviceToChange(tx, call);
      const thread = await createConversation(tx, service, call.input);
      const ordered = people.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
      for (const person of ordered) await createParticipant(tx, service, thread, person);
      return (await findThreadBySid(tx.db, thread.account_sid, thread.sid)) ?? thread;
    }),
  };
}
