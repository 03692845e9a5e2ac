// The UserConversation resource: the conversations of a user, what he has read in them, and leaving them.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { date, int, oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { Reader } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, UserRow } from '#storage/schema/threads.ts';
import {
  actFor,
  findParticipant,
  findUserThread,
  listUserThreads,
  removeParticipant,
  restOrigin,
  type UserThread,
  updateUserThread,
} from '#threads/threads.ts';
import { requireConversation } from '../conversations/find-conversation.ts';
import { notFoundHere, type Place } from '../places.ts';
import { requireUser } from '../users/resource.ts';
import { presentUserConversation } from './present.ts';

const changes = z.object({
  NotificationLevel: oneOf(['default', 'muted']).nullish(),
  LastReadTimestamp: date().nullish(),
  LastReadMessageIndex: int(0).nullish(),
});

/** By the participant's SID: the order in which the user came to his conversations. */
const BY_JOINING = [{ column: 'participants.sid', direction: 'asc' }] as const;

function missing(place: Place, call: Call): Error {
  const { UserSid, ConversationSid } = call.params;
  return notFoundHere(place, call, `/Users/${UserSid}/Conversations/${ConversationSid}`);
}

/** The user of the path, and his place in the conversation of the path, by SID or unique name. */
async function requireMembership(
  db: Reader,
  place: Place,
  service: ChatServiceRow,
  call: Call,
): Promise<{ user: UserRow; participant: ParticipantRow }> {
  const user = await requireUser(db, place, service, call, call.params['UserSid']!);
  const thread = await requireConversation(db, place, service, call);
  const participant = await findParticipant(db, call.accountSid, thread.sid, user.identity);
  if (participant === undefined) throw missing(place, call);
  return { user, participant };
}

async function requireUserThread(
  db: Reader,
  place: Place,
  service: ChatServiceRow,
  call: Call,
): Promise<UserThread> {
  const { user, participant } = await requireMembership(db, place, service, call);
  const found = await findUserThread(db, user, participant.thread_sid);
  if (found === undefined) throw missing(place, call);
  return found;
}

/** The UserConversation resource in one of its two trees. */
export function userConversations(place: Place): Resource<UserThread> {
  return {
    product: 'conversations',
    path: `${place.path}/Users/{UserSid}/Conversations`,
    memberPath: `${place.path}/Users/{UserSid}/Conversations/{ConversationSid}`,
    key: 'conversations',
    present: presentUserConversation(place),
    list: list(
      z.object({}),
      async (db, call) => {
        const service = await place.serviceToRead(db, call);
        const user = await requireUser(db, place, service, call, call.params['UserSid']!);
        return { query: listUserThreads(db, user) };
      },
      BY_JOINING,
    ),
    fetch: read(async (db, call) => requireUserThread(db, place, await place.serviceToRead(db, call), call)),
    update: write(changes, async (tx, call) => {
      const { input } = call;
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      const { user, participant } = await requireMembership(tx.db, place, service, call);
      await updateUserThread(tx, participant, {
        notificationLevel: input.NotificationLevel,
        lastReadIndex: input.LastReadMessageIndex,
        lastReadAt: input.LastReadTimestamp,
      });
      return (await findUserThread(tx.db, user, participant.thread_sid))!;
    }),
    remove: removal(async (tx, call) => {
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      const { participant } = await requireMembership(tx.db, place, service, call);
      await removeParticipant(tx, participant);
    }),
  };
}
