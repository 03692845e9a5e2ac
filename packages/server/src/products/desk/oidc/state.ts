// What a browser carries while its user is away at the provider: signed, so that nobody else can have begun the way
// back, and known to every process without being stored.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const KEY_BYTES = 32;
/** How long somebody may take to sign in at the provider. */
export const AWAY_MS = 10 * 60_000;

const schema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where he wanted to go. */
  to: z.string(),
  endsAt: z.number(),
});

/** Everything the way back is checked against. */
export type AwayState = z.output<typeof schema>;

function signature(clientSecret: string, text: string): Buffer {
  const key = hkdfSync('sha256', clientSecret, '', 'parley sign-in at a provider', KEY_BYTES);
  return createHmac('sha256', Buffer.from(key)).update(text).digest();
}

/** The state as a cookie can hold it. */
export function sealState(clientSecret: string, state: AwayState): string {
  const text = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${text}.${signature(clientSecret, text).toString('base64url')}`;
}

/** The state in a cookie; null when it was not written here or is too old. */
export function openState(clientSecret: string, sealed: string, now: number): AwayState | null {
  const [text = '', given = ''] = sealed.split('.', 2);
  const expected = signature(clientSecret, text);
  const signed = Buffer.from(given, 'base64url');
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) return null;
  const state = schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  return state.endsAt > now ? state : null;
}

/** Never resolved; only tells whether an address stays here. */
const HERE = 'http://parley.invalid';

/** The address as a path of this server; the start page for every other. */
export function pathHere(to: string | undefined): string {
  if (to === undefined || !URL.canParse(to, HERE)) return '/';
  const { origin, pathname, search, hash } = new URL(to, HERE);
  // What begins with two slashes would be another host to a browser.
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
