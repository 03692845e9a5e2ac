// The JSON of a number in a pool.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { PoolNumber } from './pool.ts';

/** Every number of this server sends and receives messages; none takes calls. */
const CAPABILITIES = {
  sms_inbound: true,
  sms_outbound: true,
  mms_inbound: true,
  mms_outbound: true,
  voice_inbound: false,
  voice_outbound: false,
};

/** The PhoneNumber resource of Proxy. */
export function presentPhoneNumber(row: PoolNumber, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    phone_number: row.phone_number,
    friendly_name: row.friendly_name,
    iso_country: row.iso_country,
    capabilities: CAPABILITIES,
    url: `${base}/v1/Services/${row.service_sid}/PhoneNumbers/${row.sid}`,
    is_reserved: row.is_reserved === 1,
    in_use: row.in_use,
  };
}
