// One phone has several addresses: its number, and the number on WhatsApp, Messenger and other channels.
import { type ChannelKind, isPhoneNumber, parseAddress } from '#kernel/phone.ts';

const OF_NUMBERS: ReadonlySet<ChannelKind> = new Set(['sms', 'whatsapp', 'rcs']);

/** The channel of an address. */
export function channelOf(address: string): ChannelKind {
  return parseAddress(address)?.channel ?? 'sms';
}

/**
 * The phone an address is of: the number, where the address is one on any channel. On Messenger people have a number
 * of another kind; here it is that of their phone without the plus.
 */
export function phoneOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return address;
  const { channel, value } = parsed;
  if (OF_NUMBERS.has(channel)) return value;
  return channel === 'messenger' && isPhoneNumber(`+${value}`) ? `+${value}` : address;
}
