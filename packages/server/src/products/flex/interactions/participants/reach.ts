// How somebody is reached on a medium: by identity, or by an address written as its carriers write it.
import { apiError } from '#kernel/errors.ts';
import type { InteractionMedium } from '#storage/schema/interactions.ts';
import type { Person } from '../input.ts';

/** Somebody with an identity, or with an address and the one of ours they write to. */
export type Reach =
  | { readonly identity: string }
  | { readonly address: string; readonly proxyAddress: string | null };

/** What addresses of a medium start with. */
const PREFIXES: Partial<Record<InteractionMedium, string>> = {
  whatsapp: 'whatsapp:',
  messenger: 'messenger:',
  email: 'email:',
};

const NUMBER_MEDIA: readonly InteractionMedium[] = ['sms', 'whatsapp'];

/** Writes an address as carriers do: with the prefix of its medium, and numbers without the marks people put in. */
export function spelled(medium: InteractionMedium, address: string): string {
  const prefix = PREFIXES[medium] ?? '';
  const bare = address.startsWith(prefix) ? address.slice(prefix.length) : address;
  return prefix + (NUMBER_MEDIA.includes(medium) ? bare.replace(/[\s().-]/g, '') : bare);
}

/**
 * How the person is reached. 45351 without an identity or an address, with both, and with an address where people
 * have none.
 */
export function reachOf(medium: InteractionMedium, person: Person, fallbackProxy: string | null): Reach {
  const { address, identity, proxy_address: proxy } = person;
  if (identity) {
    if (address || proxy) throw apiError(45351);
    return { identity };
  }
  if (!address || medium === 'web' || medium === 'chat') throw apiError(45351);
  return { address: spelled(medium, address), proxyAddress: proxy ? spelled(medium, proxy) : fallbackProxy };
}
