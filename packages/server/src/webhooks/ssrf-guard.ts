// Keeps webhooks out of private networks: which addresses may be called, and the address a name stands for.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** An address a host name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a host name to all its addresses. */
export type Resolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** The host stands for an address that webhooks may not be sent to. */
export class ForbiddenAddress extends Error {}

/** Blocks of IPv4 that are not the public internet, from IANA's special-purpose registry, and multicast. */
const NOT_PUBLIC_V4: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Parts of IPv6's global range that are reserved, or that carry an IPv4 address inside (6to4, Teredo). */
const NOT_PUBLIC_V6: readonly [network: string, prefix: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refusedV4 = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_V4) refusedV4.addSubnet(network, prefix, 'ipv4');
const refusedV6 = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_V6) refusedV6.addSubnet(network, prefix, 'ipv6');
/** Everything outside it is loopback, link-local, unique-local, IPv4-mapped, multicast or unassigned. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

/** Whether the address belongs to the public internet. Text that is no address does not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refusedV4.check(address, 'ipv4');
  if (family === 6) return globalV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
  return false;
}

const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * The addresses that may be connected to for this host (an IPv6 address in brackets, as a URL writes it). With
 * `public`, one address outside the public internet among them refuses the host: `ForbiddenAddress`. The caller
 * must connect to these addresses and not resolve the name again.
 */
export async function allowedAddresses(
  hostname: string,
  networks: 'any' | 'public',
  resolve: Resolver = systemResolver,
): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolve(hostname.replace(/^\[(.*)\]$/, '$1'));
  if (networks === 'public' && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new ForbiddenAddress('The host is not on the public internet');
  }
  return addresses;
}
