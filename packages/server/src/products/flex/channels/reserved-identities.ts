// Identities nobody can have, because the server gives its own words under them.
import { apiError } from '#kernel/errors.ts';

const RESERVED: ReadonlySet<string> = new Set(['system', 'admin']);

/** Refuses an identity of the server itself (Twilio: "Error 45211"). */
export function refuseReservedIdentity(identity: string): void {
  if (RESERVED.has(identity.toLowerCase())) throw apiError(45211, undefined, { parameter: 'Identity' });
}
