// The JSON of a participant.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ProxyParticipantRow } from '#storage/schema/proxy.ts';

/** The Participant resource of Proxy. */
export function presentParticipant(row: ProxyParticipantRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.service_sid}/Sessions/${row.session_sid}/Participants/${row.sid}`;
  return {
    sid: row.sid,
    session_sid: row.session_sid,
    service_sid: row.service_sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    identifier: row.identifier,
    proxy_identifier: row.proxy_identifier,
    proxy_identifier_sid: row.proxy_identifier_sid,
    date_deleted: isoDate(row.date_deleted),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { message_interactions: `${url}/MessageInteractions` },
  };
}
