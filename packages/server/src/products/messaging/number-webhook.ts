// Texts to a number whose owner answers them with a server of their own, at the number's SmsUrl.
import { type CarrierMessageRow, findOwnNumberByPhone, type InboundHandler } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';

/** The form of an inbound text ("Twilio's request to your incoming message webhook URL"). */
export function inboundParameters(message: CarrierMessageRow): Record<string, string> {
  const media = message.media_urls === null ? [] : (JSON.parse(message.media_urls) as string[]);
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    AccountSid: message.account_sid,
    From: message.from_address,
    To: message.to_address,
    Body: message.body ?? '',
    NumMedia: String(media.length),
    ...Object.fromEntries(media.map((url, position) => [`MediaUrl${position}`, url])),
    NumSegments: String(message.num_segments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  };
}

/** Takes a text to a number that has an SmsUrl: its owner's server is told of it. */
export const receiveAtNumberUrl: InboundHandler = async (tx, message) => {
  const address = parseAddress(message.to_address);
  if (address?.channel !== 'sms') return false;
  const number = await findOwnNumberByPhone(tx.db, message.account_sid, address.value);
  if (number === undefined || number.sms_url === '') return false;
  await enqueueWebhook(tx, {
    accountSid: message.account_sid,
    subjectSid: message.sid,
    eventType: 'message.received',
    url: number.sms_url,
    method: number.sms_method === 'GET' ? 'GET' : 'POST',
    parameters: inboundParameters(message),
  });
  return true;
};
