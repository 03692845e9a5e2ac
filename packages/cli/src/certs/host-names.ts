// The names a certificate is made for: those clients of Twilio's API call by themselves, this machine's, and given ones.
import { isIP } from 'node:net';

/**
 * Names of a certificate when no others are given. The first covers the products (`flex-api.twilio.com`,
 * `event-bridge.twilio.com`, …), those with a region what browser SDKs call (`tsock.us1.twilio.com`); a wildcard
 * stands for exactly one label.
 */
export const USUAL_NAMES: readonly string[] = [
  '*.twilio.com',
  '*.us1.twilio.com',
  '*.ie1.twilio.com',
  '*.au1.twilio.com',
  'localhost',
  '127.0.0.1',
  '::1',
];

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether a certificate can be made for the name: an IP address, a host name, or one with `*` as its first label. */
export function isUsableName(name: string): boolean {
  if (isIP(name) !== 0) return true;
  if (name.length > 253) return false;
  const labels = name.split('.');
  const rest = labels[0] === '*' ? labels.slice(1) : labels;
  if (labels[0] === '*' && rest.length < 2) return false;
  return rest.every((label) => LABEL.test(label));
}

/** A name in its one spelling: small letters, and IPv6 addresses at their shortest. */
function spelled(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name.toLowerCase();
}

/** All names once, in the order in which they first occur. */
export function joinNames(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat().map(spelled))];
}
