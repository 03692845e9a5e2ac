// A conversation as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import type { Place } from '../places.ts';
import { bindingsOf } from './input.ts';

/** When a conversation will change its state by itself; a date that is not there is not shown. */
export function presentTimers(row: Pick<ThreadRow, 'inactive_at' | 'closed_at'>) {
  return {
    ...(row.inactive_at === null ? {} : { date_inactive: isoDate(row.inactive_at) }),
    ...(row.closed_at === null ? {} : { date_closed: isoDate(row.closed_at) }),
  };
}

function presentBindings(row: ThreadRow) {
  const { email } = bindingsOf(row);
  return email === undefined
    ? {}
    : { email: { projected_address: email.address ?? null, name: email.name ?? null } };
}

/** The conversation in one of its two trees; `isExported` says whether the answer names the export. */
export function presentConversation(place: Place, isExported = true) {
  return (row: ThreadRow, presentation: Presentation) => {
    const url = `${place.url(presentation, row.service_sid)}/Conversations/${row.sid}`;
    return {
      account_sid: row.account_sid,
      chat_service_sid: row.service_sid,
      messaging_service_sid: row.messaging_service_sid,
      sid: row.sid,
      friendly_name: row.friendly_name,
      unique_name: row.unique_name,
      attributes: row.attributes,
      state: row.state,
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      timers: presentTimers(row),
      url,
      links: {
        participants: `${url}/Participants`,
        messages: `${url}/Messages`,
        webhooks: `${url}/Webhooks`,
        ...(isExported ? { export: `${url}/Export` } : {}),
      },
      bindings: presentBindings(row),
    };
  };
}
