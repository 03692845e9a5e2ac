// The JSON of a number in a pool.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { PoolNumber } from './pool.ts';

/** Every number and short code of this server sends and receives messages; none takes calls. */
const CAPABILITIES = {
  sms_inbound: true,
  sms_outbound: true,
  mms_inbound: true,
  mms_outbound: true,
  voice_inbound: false,
  voice_outbound: false,
};

/** What the resources of both kinds of numbers show; `collection` is their part of the path. */
export function presentPlaceInPool(row: PoolNumber, collection: string, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    iso_country: row.iso_country,
    capabilities: CAPABILITIES,
    url: `${base}/v1/Services/${row.service_sid}/${collection}/${row.sid}`,
    is_reserved: row.is_reserved === 1,
  };
}

/** The PhoneNumber resource of Proxy. */
export function presentPhoneNumber(row: PoolNumber, presentation: Presentation) {
  return {
    ...presentPlaceInPool(row, 'PhoneNumbers', presentation),
    phone_number: row.phone_number,
    friendly_name: row.friendly_name,
    in_use: row.in_use,
  };
}
