// The form in which a text that came in is told to its owner's server.
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import { countryOf, parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';

/** What is known of the place of a number: its country. The names of the others are there for those who read them. */
function placeOf(prefix: 'From' | 'To', address: string): Record<string, string> {
  const value = parseAddress(address)?.value ?? '';
  const country = value.startsWith('+') ? (countryOf(value) ?? '') : '';
  return {
    [`${prefix}City`]: '',
    [`${prefix}State`]: '',
    [`${prefix}Zip`]: '',
    [`${prefix}Country`]: country,
  };
}

/** What WhatsApp tells of a sender. */
function whatsAppFacts(from: string): Record<string, string> {
  const address = parseAddress(from);
  if (address?.channel !== 'whatsapp') return {};
  return { WaId: address.value.slice(1), ProfileName: address.value };
}

/**
 * The form of an inbound text ("Twilio's request to your incoming message webhook URL"). `OptOutType` is there for
 * STOP, START and HELP.
 */
export async function inboundParameters(
  db: Reader,
  message: CarrierMessageRow,
): Promise<Record<string, string>> {
  const media = message.num_media === 0 ? [] : await mediaOf(db, message);
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    AccountSid: message.account_sid,
    ...(message.messaging_service_sid === null ? {} : { MessagingServiceSid: message.messaging_service_sid }),
    From: message.from_address,
    To: message.to_address,
    Body: message.body ?? '',
    NumMedia: String(media.length),
    ...Object.fromEntries(
      media.flatMap(({ url, content_type }, position) => [
        [`MediaUrl${position}`, url],
        [`MediaContentType${position}`, content_type],
      ]),
    ),
    NumSegments: String(message.num_segments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...placeOf('From', message.from_address),
    ...placeOf('To', message.to_address),
    ...whatsAppFacts(message.from_address),
    ...(message.opt_out_type === null ? {} : { OptOutType: message.opt_out_type }),
  };
}

function mediaOf(db: Reader, message: CarrierMessageRow) {
  return db
    .selectFrom('carrier_media')
    .select(['url', 'content_type'])
    .where('message_sid', '=', message.sid)
    .orderBy('sid')
    .execute();
}
