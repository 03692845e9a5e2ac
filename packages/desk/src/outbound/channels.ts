// The channels a conversation can be begun on, and how addresses are spelled for each.

export type Channel = 'sms' | 'whatsapp' | 'messenger';

export const CHANNELS: readonly Channel[] = ['sms', 'whatsapp', 'messenger'];

/** The channel an address of ours or of a customer is on; null for one that no conversation is begun on. */
export function channelOf(address: string): Channel | null {
  if (address.startsWith('+') || address.startsWith('sms:')) return 'sms';
  return CHANNELS.find((channel) => address.startsWith(`${channel}:`)) ?? null;
}

/** An address without the name of its channel. */
export function bareAddress(address: string): string {
  return address.replace(/^[a-z]+:/, '');
}

/** An address as the API takes it: texts go to the number itself, other channels have their name in front. */
export function addressOn(channel: Channel, address: string): string {
  const bare = bareAddress(address);
  return channel === 'sms' ? bare : `${channel}:${bare}`;
}
