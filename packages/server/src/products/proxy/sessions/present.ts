// The JSON of a session.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import { shownExpiry } from './lifetime.ts';

/** The Session resource of Proxy. */
export function presentSession(row: ProxySessionRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.service_sid}/Sessions/${row.sid}`;
  return {
    sid: row.sid,
    service_sid: row.service_sid,
    account_sid: row.account_sid,
    date_started: isoDate(row.date_started),
    date_ended: isoDate(row.date_ended),
    date_last_interaction: isoDate(row.date_last_interaction),
    date_expiry: isoDate(shownExpiry(row)),
    unique_name: row.unique_name,
    status: row.status,
    closed_reason: row.closed_reason,
    ttl: row.ttl,
    mode: row.mode,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { interactions: `${url}/Interactions`, participants: `${url}/Participants` },
  };
}
