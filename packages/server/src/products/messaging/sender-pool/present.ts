// The JSON of a sender in the pool of a messaging service, one form a kind.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { ServiceSenderRow } from '#storage/schema/messaging-services.ts';

function common(row: ServiceSenderRow, { base }: Presentation, collection: string) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/Services/${row.service_sid}/${collection}/${row.sid}`,
  };
}

/** A number as "PhoneNumber subresource: properties" lists it. */
export function presentPhoneNumber(row: ServiceSenderRow, presentation: Presentation) {
  return {
    ...common(row, presentation, 'PhoneNumbers'),
    phone_number: row.address,
    country_code: row.country_code,
    capabilities: ['MMS', 'SMS'],
  };
}

/** A short code as "ShortCode subresource: properties" lists it. */
export function presentShortCode(row: ServiceSenderRow, presentation: Presentation) {
  return {
    ...common(row, presentation, 'ShortCodes'),
    short_code: row.address,
    country_code: row.country_code,
    capabilities: ['MMS', 'SMS'],
  };
}

/** Letters as "AlphaSender subresource: properties" lists them. */
export function presentAlphaSender(row: ServiceSenderRow, presentation: Presentation) {
  return { ...common(row, presentation, 'AlphaSenders'), alpha_sender: row.address, capabilities: ['SMS'] };
}

/** The same with the country they are for. */
export function presentDestinationAlphaSender(row: ServiceSenderRow, presentation: Presentation) {
  return {
    ...common(row, presentation, 'DestinationAlphaSenders'),
    alpha_sender: row.address,
    capabilities: ['SMS'],
    iso_country_code: row.country_code,
  };
}

const TYPES: Readonly<Record<string, string>> = { whatsapp: 'WhatsApp', messenger: 'Messenger', rcs: 'RCS' };

/** A sender of a channel as "ChannelSender subresource: properties" lists it. */
export function presentChannelSender(row: ServiceSenderRow, presentation: Presentation) {
  const { service_sid, ...rest } = common(row, presentation, 'ChannelSenders');
  const channel = parseAddress(row.address)?.channel ?? '';
  return {
    ...rest,
    messaging_service_sid: service_sid,
    sender: row.address,
    sender_type: TYPES[channel] ?? channel,
    country_code: row.country_code === '' ? null : row.country_code,
  };
}
