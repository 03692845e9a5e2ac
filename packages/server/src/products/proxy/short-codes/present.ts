// The JSON of a short code in a pool.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { PoolNumber } from '../phone-numbers/pool.ts';

/** Short codes send and receive messages; nobody can call them. */
const CAPABILITIES = {
  sms_inbound: true,
  sms_outbound: true,
  mms_inbound: true,
  mms_outbound: true,
  voice_inbound: false,
  voice_outbound: false,
};

/** The ShortCode resource of Proxy. */
export function presentPoolShortCode(row: PoolNumber, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    short_code: row.phone_number,
    iso_country: row.iso_country,
    capabilities: CAPABILITIES,
    url: `${base}/v1/Services/${row.service_sid}/ShortCodes/${row.sid}`,
    is_reserved: row.is_reserved === 1,
  };
}
