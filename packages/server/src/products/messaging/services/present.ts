// The JSON of a messaging service.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';

/** A row as "Service resource: properties" lists it. */
export function presentService(row: MessagingServiceRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    inbound_request_url: row.inbound_request_url,
    inbound_method: row.inbound_method,
    fallback_url: row.fallback_url,
    fallback_method: row.fallback_method,
    status_callback: row.status_callback,
    sticky_sender: row.sticky_sender === 1,
    mms_converter: row.mms_converter === 1,
    smart_encoding: row.smart_encoding === 1,
    scan_message_content: row.scan_message_content,
    fallback_to_long_code: row.fallback_to_long_code === 1,
    area_code_geomatch: row.area_code_geomatch === 1,
    synchronous_validation: row.synchronous_validation === 1,
    validity_period: row.validity_period,
    usecase: row.usecase,
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: row.use_inbound_webhook_on_number === 1,
    url,
    links: {
      phone_numbers: `${url}/PhoneNumbers`,
      short_codes: `${url}/ShortCodes`,
      alpha_senders: `${url}/AlphaSenders`,
      messages: `${url}/Messages`,
      us_app_to_person: `${url}/Compliance/Usa2p`,
      us_app_to_person_usecases: `${url}/Compliance/Usa2p/Usecases`,
      channel_senders: `${url}/ChannelSenders`,
      destination_alpha_senders: `${url}/DestinationAlphaSenders`,
    },
  };
}
