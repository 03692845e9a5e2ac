// Which URL answers a text: that of the messaging service, of the number, or of the sender of a channel.
import {
  type CarrierMessageRow,
  findChannelSender,
  findMessagingService,
  findOwnNumberByPhone,
} from '#delivery/delivery.ts';
import type { Reader } from '#storage/database.ts';

/** Where a text is told, and where it is told again when that gives no usable answer. */
export interface OwnerUrls {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly fallbackUrl: string | null;
  readonly fallbackMethod: 'GET' | 'POST';
}

const methodOf = (name: string | null | undefined) => (name === 'GET' ? 'GET' : 'POST');

async function ofNumber(db: Reader, message: CarrierMessageRow): Promise<OwnerUrls | null> {
  const number = await findOwnNumberByPhone(db, message.account_sid, message.to_address);
  if (number === undefined || number.sms_url === '') return null;
  return {
    url: number.sms_url,
    method: methodOf(number.sms_method),
    fallbackUrl: number.sms_fallback_url || null,
    fallbackMethod: methodOf(number.sms_fallback_method),
  };
}

async function ofChannel(db: Reader, message: CarrierMessageRow): Promise<OwnerUrls | null> {
  const sender = await findChannelSender(db, message.account_sid, message.to_address);
  const webhook = JSON.parse(sender?.webhook ?? '{}') as Record<string, string | null | undefined>;
  if (!webhook['callback_url']) return null;
  return {
    url: webhook['callback_url'],
    method: 'POST',
    fallbackUrl: webhook['fallback_url'] ?? null,
    fallbackMethod: 'POST',
  };
}

/** The URLs that answer for the address a text came to; null when nobody answers for it. */
export async function ownerUrls(db: Reader, message: CarrierMessageRow): Promise<OwnerUrls | null> {
  const { account_sid: accountSid, messaging_service_sid: serviceSid } = message;
  if (serviceSid !== null) {
    const service = await findMessagingService(db, accountSid, serviceSid);
    if (service !== undefined && service.use_inbound_webhook_on_number === 0) {
      if (service.inbound_request_url === null) return null;
      return {
        url: service.inbound_request_url,
        method: service.inbound_method,
        fallbackUrl: service.fallback_url,
        fallbackMethod: service.fallback_method,
      };
    }
  }
  return message.to_address.includes(':') ? ofChannel(db, message) : ofNumber(db, message);
}
