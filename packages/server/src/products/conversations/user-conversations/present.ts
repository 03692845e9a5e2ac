// A conversation as one of its users sees it, as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { UserThread } from '#threads/threads.ts';
import { presentTimers } from '../conversations/present.ts';
import type { Place } from '../places.ts';

/** The presenter of one of the two trees. */
export function presentUserConversation(place: Place) {
  return (row: UserThread, presentation: Presentation) => {
    const tree = place.url(presentation, row.service_sid);
    const conversation = `${tree}/Conversations/${row.thread_sid}`;
    return {
      account_sid: row.account_sid,
      chat_service_sid: row.service_sid,
      conversation_sid: row.thread_sid,
      unread_messages_count: row.unread_messages_count,
      last_read_message_index: row.last_read_index,
      participant_sid: row.sid,
      user_sid: row.user_sid,
      friendly_name: row.friendly_name,
      conversation_state: row.state === 'initializing' ? 'active' : row.state,
      timers: presentTimers(row),
      attributes: row.attributes,
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      created_by: row.created_by,
      notification_level: row.notification_level,
      unique_name: row.unique_name,
      url: `${tree}/Users/${row.user_sid}/Conversations/${row.thread_sid}`,
      links: { participant: `${conversation}/Participants/${row.sid}`, conversation },
    };
  };
}
