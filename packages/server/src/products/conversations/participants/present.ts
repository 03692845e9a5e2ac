// A participant as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import { namedService, type Place } from '../places.ts';

/** How a participant is reached by messages, or null for one who uses a client only. */
export function presentBinding(
  row: Pick<ParticipantRow, 'kind' | 'address' | 'proxy_address' | 'projected_address'>,
) {
  if (row.address !== null) {
    return { type: row.kind, address: row.address, proxy_address: row.proxy_address };
  }
  return row.projected_address === null ? null : { type: row.kind, projected_address: row.projected_address };
}

/** The participant in one of its two trees. */
export function presentParticipant(place: Place) {
  return (row: ParticipantRow, presentation: Presentation) => {
    const tree = place.url(presentation, row.service_sid);
    return {
      account_sid: row.account_sid,
      ...(place === namedService ? { chat_service_sid: row.service_sid } : {}),
      conversation_sid: row.thread_sid,
      sid: row.sid,
      identity: row.identity,
      attributes: row.attributes,
      messaging_binding: presentBinding(row),
      role_sid: row.role_sid,
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      url: `${tree}/Conversations/${row.thread_sid}/Participants/${row.sid}`,
      last_read_message_index: row.last_read_index,
      last_read_timestamp: isoDate(row.last_read_at),
    };
  };
}
