// Our own addresses as callers write them: numbers, channel addresses, and short codes.
import { isShortCode } from '#delivery/delivery.ts';
import { type Address, parseAddress } from '#kernel/phone.ts';

/** Splits one of our own addresses; null when it can be none. A short code is an address for texts. */
export function parseOwnAddress(text: string): Address | null {
  return isShortCode(text) ? { channel: 'sms', value: text } : parseAddress(text);
}
