// The JSON of a Proxy service.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ProxyServiceRow } from '#storage/schema/proxy.ts';

/** The Service resource of Proxy. */
export function presentService(row: ProxyServiceRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.sid}`;
  return {
    sid: row.sid,
    unique_name: row.unique_name,
    account_sid: row.account_sid,
    chat_instance_sid: row.chat_instance_sid,
    callback_url: row.callback_url,
    default_ttl: row.default_ttl,
    number_selection_behavior: row.number_selection_behavior,
    geo_match_level: row.geo_match_level,
    intercept_callback_url: row.intercept_callback_url,
    out_of_session_callback_url: row.out_of_session_callback_url,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { sessions: `${url}/Sessions`, phone_numbers: `${url}/PhoneNumbers` },
  };
}
