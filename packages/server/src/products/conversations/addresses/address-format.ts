// What the address of a configuration must look like, by its type.
import { findOwnNumberByPhone } from '#delivery/delivery.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';

type AddressType = AddressConfigurationRow['type'];

const SHORT_CODE = /^\d{3,8}$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const RCS_AGENT = /^rcs:\S+$/;

const isOfChannel = (channel: string) => (address: string) => parseAddress(address)?.channel === channel;

/** The other types take any text: their addresses are names their operators give out. */
const FORMATS: Partial<Record<AddressType, (address: string) => boolean>> = {
  sms: (address) => SHORT_CODE.test(address) || (address.startsWith('+') && isOfChannel('sms')(address)),
  whatsapp: isOfChannel('whatsapp'),
  messenger: isOfChannel('messenger'),
  rcs: (address) => RCS_AGENT.test(address),
  email: (address) => EMAIL.test(address),
};

/** Types spoken from the account's own numbers, and the refusal of a number that is not among them. */
const OWN_NUMBERS: Partial<Record<AddressType, 50413 | 50415>> = { sms: 50413, whatsapp: 50415 };

/**
 * Refuses an address that is none of its type (400/20001), and a number that is not the account's: 50413, for
 * WhatsApp 50415. Senders of other channels have no list here: the connector that carries the channel knows them.
 */
export async function refuseUnusableAddress(
  db: Reader,
  accountSid: string,
  type: AddressType,
  address: string,
): Promise<void> {
  const isFitting = FORMATS[type]?.(address) ?? true;
  if (!isFitting) throw invalidParameter('Address', `it is not an address of type ${type}`);
  const code = OWN_NUMBERS[type];
  if (code === undefined) return;
  const number = parseAddress(address)?.value ?? address;
  if ((await findOwnNumberByPhone(db, accountSid, number)) !== undefined) return;
  throw apiError(code, undefined, { parameter: 'Address' });
}
