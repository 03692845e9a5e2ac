// The JSON of a message of the 2010 API.
import { rfc2822Date } from '#kernel/dates.ts';
import { CATALOGUE } from '#kernel/error-catalogue.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';

function errorMessage(code: number | null): string | null {
  if (code === null) return null;
  return (CATALOGUE as Record<number, { message: string } | undefined>)[code]?.message ?? null;
}

/** A row as "Message resource: properties" lists it. */
export function presentMessage(row: CarrierMessageRow) {
  const path = `/2010-04-01/Accounts/${row.account_sid}/Messages/${row.sid}`;
  return {
    account_sid: row.account_sid,
    api_version: '2010-04-01',
    body: row.body ?? '',
    date_created: rfc2822Date(row.date_created),
    date_sent: rfc2822Date(row.date_sent),
    date_updated: rfc2822Date(row.date_updated),
    direction: row.direction,
    error_code: row.error_code,
    error_message: errorMessage(row.error_code),
    from: row.from_address === '' ? null : row.from_address,
    messaging_service_sid: row.messaging_service_sid,
    num_media: String(row.num_media),
    num_segments: String(row.num_segments),
    price: null,
    price_unit: 'USD',
    sid: row.sid,
    status: row.status,
    subresource_uris: { media: `${path}/Media.json`, feedback: `${path}/Feedback.json` },
    to: row.to_address,
    uri: `${path}.json`,
  };
}
