// From which addresses an account may send, on every channel.
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import type { ChannelSenderRow } from '#storage/schema/messaging-services.ts';

/** An address an account may send from. */
export interface Sender {
  readonly address: string;
  readonly kind: 'phone-number' | 'short-code' | 'alpha' | 'channel';
  /** Whether it can send pictures and other files. */
  readonly canSendMedia: boolean;
}

const SHORT_CODE = /^\d{3,8}$/;
const ALPHA = /^(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}$/;

/** Whether the text reads like a short code: a few digits without a plus. */
export function isShortCode(text: string): boolean {
  return SHORT_CODE.test(text);
}

/** Whether the text can be an alphanumeric sender: up to 11 letters, digits, spaces and `+-_&`, not digits alone. */
export function isAlphaSender(text: string): boolean {
  return ALPHA.test(text);
}

/** The account's sender with this address; undefined when it has none such, or it is offline. */
export async function findSender(
  db: Reader,
  accountSid: string,
  address: string,
): Promise<Sender | undefined> {
  const channel = parseAddress(address)?.channel;
  if (channel !== undefined && channel !== 'sms') {
    const sender = await findChannelSender(db, accountSid, address);
    return sender?.status === 'ONLINE' ? { address, kind: 'channel', canSendMedia: true } : undefined;
  }
  const number = await findOwnAddress(db, accountSid, address);
  if (number !== undefined) {
    const kind = number.sid.startsWith('SC') ? 'short-code' : 'phone-number';
    return { address, kind, canSendMedia: true };
  }
  if (!isAlphaSender(address)) return undefined;
  const alpha = await db
    .selectFrom('service_senders')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where('address', '=', address)
    .where('kind', '=', 'alpha')
    .executeTakeFirst();
  return alpha === undefined ? undefined : { address, kind: 'alpha', canSendMedia: false };
}

function findOwnAddress(db: Reader, accountSid: string, address: string): Promise<OwnNumberRow | undefined> {
  return db
    .selectFrom('own_numbers')
    .selectAll()
    .where('phone_number', '=', address)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The account's sender of a channel with this address, online or not. */
export function findChannelSender(
  db: Reader,
  accountSid: string,
  address: string,
): Promise<ChannelSenderRow | undefined> {
  return db
    .selectFrom('channel_senders')
    .selectAll()
    .where('address', '=', address)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}
