// In which conversations somebody is: the lookup by identity or by address.
import { z } from 'zod';
import { list, type Presentation } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError, missingParameter } from '#kernel/errors.ts';
import { listParticipantThreads, type ParticipantThread } from '#threads/threads.ts';
import { presentTimers } from '../conversations/present.ts';
import { presentBinding } from '../participants/present.ts';
import type { Place } from '../places.ts';

const filters = z.object({ Identity: text(256).nullish(), Address: text(256).nullish() });

/** The lookup names every key a binding of any channel can have. */
function presentFullBinding(row: ParticipantThread) {
  const binding = presentBinding(row);
  if (binding === null) return null;
  const { address, proxy_address, projected_address } = row;
  return { type: binding.type, address, proxy_address, level: null, name: null, projected_address };
}

function presentParticipantConversation(place: Place) {
  return (row: ParticipantThread, presentation: Presentation) => {
    const url = `${place.url(presentation, row.service_sid)}/Conversations/${row.thread_sid}`;
    return {
      account_sid: row.account_sid,
      chat_service_sid: row.service_sid,
      participant_sid: row.sid,
      participant_user_sid: row.user_sid,
      participant_identity: row.identity,
      participant_messaging_binding: presentFullBinding(row),
      conversation_sid: row.thread_sid,
      conversation_unique_name: row.unique_name,
      conversation_friendly_name: row.friendly_name,
      conversation_attributes: row.thread_attributes,
      conversation_date_created: isoDate(row.thread_created),
      conversation_date_updated: isoDate(row.thread_updated),
      conversation_created_by: row.created_by,
      // The lookup knows no word for a conversation that is being set up.
      conversation_state: row.state === 'initializing' ? 'active' : row.state,
      conversation_timers: presentTimers(row),
      links: { participant: `${url}/Participants/${row.sid}`, conversation: url },
    };
  };
}

/** The resource in one of its two trees; 50451 for an identity and an address at once. */
export function participantConversations(place: Place): Resource<ParticipantThread> {
  return {
    product: 'conversations',
    path: `${place.path}/ParticipantConversations`,
    key: 'conversations',
    present: presentParticipantConversation(place),
    list: list(
      filters,
      async (db, call) => {
        const { Identity: identity, Address: address } = call.input;
        if (identity && address) throw apiError(50451, undefined, { parameter: 'Address' });
        const service = await place.serviceToRead(db, call);
        if (identity) return { query: listParticipantThreads(db, service, 'identity', identity) };
        if (!address) throw missingParameter('Identity');
        return { query: listParticipantThreads(db, service, 'address', address) };
      },
      [{ column: 'participants.sid', direction: 'asc' }],
    ),
  };
}
