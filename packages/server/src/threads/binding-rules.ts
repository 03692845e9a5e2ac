// Messaging bindings: which pairs of addresses a participant can be reached by.
import { findOwnNumberByPhone } from '#delivery/delivery.ts';
import { apiError } from '#kernel/errors.ts';
import { type Address, parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { ParticipantKind } from '#storage/schema/threads.ts';

/** Longest address ("Conversations Limits": MessagingBinding.Address). */
const LONGEST = 256;

/** A binding as it was asked for. Null and undefined alike mean that an address was not given. */
export interface BindingWish {
  readonly address?: string | null | undefined;
  readonly proxyAddress?: string | null | undefined;
  readonly projectedAddress?: string | null | undefined;
}

/** A binding that can be used. */
export interface Binding {
  readonly kind: ParticipantKind;
  readonly address: string | null;
  readonly proxyAddress: string | null;
  readonly projectedAddress: string | null;
}

function readAddress(text: string, code: 50407 | 50408, parameter: string): Address {
  const address = text.length > LONGEST ? null : parseAddress(text);
  if (address === null) throw apiError(code, undefined, { parameter });
  return address;
}

/**
 * Refuses an address that is not the account's: 50413, for WhatsApp 50415. Phone numbers, and the numbers WhatsApp
 * is spoken from, are among the account's; the connectors that carry other channels know their own.
 */
async function requireOwnAddress(
  db: Reader,
  accountSid: string,
  { channel, value }: Address,
  parameter: string,
): Promise<void> {
  if (channel !== 'sms' && channel !== 'whatsapp' && channel !== 'rcs') return;
  const number = await findOwnNumberByPhone(db, accountSid, value);
  if (number !== undefined) return;
  throw apiError(channel === 'whatsapp' ? 50415 : 50413, undefined, { parameter });
}

/**
 * Checks the binding of a participant ("Conversation Participant resource"): an address with the address of ours it
 * writes to; an address alone is a member of a group text; a projected address stands for a chat participant in one.
 * Refused with 50407-50415 and 50443.
 */
export async function checkBinding(db: Reader, accountSid: string, wish: BindingWish): Promise<Binding> {
  const { address = null, proxyAddress = null, projectedAddress = null } = wish;
  if (address === null) {
    if (proxyAddress !== null) throw apiError(50411, undefined, { parameter: 'MessagingBinding.Address' });
    if (projectedAddress !== null) {
      const parameter = 'MessagingBinding.ProjectedAddress';
      const projected = readAddress(projectedAddress, 50408, parameter);
      await requireOwnAddress(db, accountSid, projected, parameter);
    }
    return { kind: projectedAddress === null ? 'chat' : 'sms', address, proxyAddress, projectedAddress };
  }
  const own = readAddress(address, 50407, 'MessagingBinding.Address');
  if (projectedAddress !== null) {
    throw apiError(50443, undefined, { parameter: 'MessagingBinding.ProjectedAddress' });
  }
  const parameter = 'MessagingBinding.ProxyAddress';
  if (proxyAddress === null) {
    if (own.channel !== 'sms') throw apiError(50412, undefined, { parameter });
    return { kind: 'sms', address, proxyAddress, projectedAddress };
  }
  const proxy = readAddress(proxyAddress, 50408, parameter);
  if (address === proxyAddress) throw apiError(50409, undefined, { parameter });
  if (own.channel !== proxy.channel) throw apiError(50414, undefined, { parameter });
  await requireOwnAddress(db, accountSid, proxy, parameter);
  return { kind: own.channel, address, proxyAddress, projectedAddress };
}
