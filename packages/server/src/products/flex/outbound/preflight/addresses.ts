// Whether the two addresses can be written between: what they are, and of which channel.
import { apiError } from '#kernel/errors.ts';
import { type Address, isFixedLine, parseAddress } from '#kernel/phone.ts';
import { type Check, passed, refusedBy } from './check.ts';

/** Channels a conversation can be begun on. */
export type OutboundChannel = 'sms' | 'whatsapp' | 'messenger';

const CHANNELS: ReadonlySet<string> = new Set<OutboundChannel>(['sms', 'whatsapp', 'messenger']);

/** Writes an address with the prefix of the channel it is meant for. */
export function spelledFor(channel: OutboundChannel | null, address: string): string {
  const trimmed = address.trim();
  const plain = trimmed.startsWith('sms:') ? trimmed.slice(4) : trimmed;
  const bare = /^(\w+:)?\+/.test(plain) ? plain.replace(/[\s().-]/g, '') : plain;
  if (channel === null || channel === 'sms' || bare.startsWith(`${channel}:`)) return bare;
  return /^[a-z]+:/.test(bare) ? bare : `${channel}:${bare}`;
}

/** The channel of an address, or null when a conversation cannot be begun on it. */
export function channelOf(address: string): OutboundChannel | null {
  const channel = parseAddress(address)?.channel;
  return channel !== undefined && CHANNELS.has(channel) ? (channel as OutboundChannel) : null;
}

/** Whether the customer can be reached at all. */
export function checkRecipient(to: string, wished: OutboundChannel | null): Check {
  const parameter = { parameter: 'To', to };
  const address: Address | null = parseAddress(to);
  const channel = channelOf(to);
  if (address === null || channel === null) return refusedBy('to', apiError(21211, undefined, parameter));
  if (wished !== null && wished !== channel) {
    const sentence = `The 'To' address is of the channel ${channel} and not of ${wished}`;
    return refusedBy('to', apiError(21910, sentence, { parameter: 'Channel', to }));
  }
  if (channel === 'sms' && isFixedLine(address.value))
    return refusedBy('to', apiError(21614, undefined, parameter));
  return passed('to', 'The address can be written to', { to, channel });
}

/** What is known of the sender. */
export interface SenderFacts {
  readonly address: string;
  readonly kind: 'phone-number' | 'short-code' | 'alpha' | 'channel' | null;
}

/** Whether the address of ours is a sender that can hold a conversation with the customer. */
export function checkSender(sender: SenderFacts, to: string): Check {
  const { address: from, kind } = sender;
  const parameter = { parameter: 'From', from };
  if (from === to) return refusedBy('from', apiError(21266, undefined, parameter));
  const parsed = parseAddress(from);
  if (parsed === null && kind === null) return refusedBy('from', apiError(21212, undefined, parameter));
  const channel = channelOf(from) ?? (kind === null ? null : 'sms');
  if (channel !== channelOf(to)) return refusedBy('from', apiError(21910, undefined, { ...parameter, to }));
  if (kind === null)
    return refusedBy('from', apiError(channel === 'sms' ? 21606 : 63007, undefined, parameter));
  if (kind === 'alpha') {
    return refusedBy('from', apiError(21601, 'Nobody can answer an alphanumeric sender', parameter));
  }
  return passed('from', 'The address is a sender of the account', { from, kind });
}
