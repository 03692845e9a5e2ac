// From which addresses an account may send.
import { findOwnNumberByPhone } from '#delivery/delivery.ts';
import { apiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';

/**
 * Refuses a phone number that is not the account's (400/21606). Senders of other channels have no list here: the
 * connector that carries the channel knows them.
 */
export async function requireSender(db: Reader, accountSid: string, from: string): Promise<void> {
  const address = parseAddress(from);
  if (address?.channel !== 'sms') return;
  const number = await findOwnNumberByPhone(db, accountSid, address.value);
  if (number === undefined) throw apiError(21606, undefined, { parameter: 'From' });
}
