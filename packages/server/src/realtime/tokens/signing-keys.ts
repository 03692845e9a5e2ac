// The secrets tokens are signed with, by what a token says of its issuer.
import { hkdfSync } from 'node:crypto';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';

const KEY_BYTES = 32;

function bytesOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}

async function authTokenOf(db: Reader, accountSid: string): Promise<string | null> {
  const account = await db
    .selectFrom('accounts')
    .select('auth_token')
    .where('sid', '=', accountSid)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return account?.auth_token ?? null;
}

/** The key of capability tokens: the account's auth token. Null for an account that is unknown or not active. */
export async function capabilityKey(db: Reader, accountSid: string): Promise<Uint8Array | null> {
  const token = await authTokenOf(db, accountSid);
  return token === null ? null : bytesOf(token);
}

/**
 * The key of access tokens this server issues itself. It follows from the auth token, so it needs no storage, is
 * the same in every process, and a new auth token ends all of them.
 */
export async function serverKey(db: Reader, accountSid: string): Promise<Uint8Array | null> {
  const token = await authTokenOf(db, accountSid);
  if (token === null) return null;
  return new Uint8Array(hkdfSync('sha256', token, accountSid, 'parley access tokens', KEY_BYTES));
}

/**
 * The key of an access token by its issuer: the secret of an API key of the account, or the server's own where
 * the account itself is named. Null when there is no such key in the account.
 */
export async function accessTokenKey(
  db: Reader,
  issuer: string,
  accountSid: string,
): Promise<Uint8Array | null> {
  if (issuer === accountSid) return serverKey(db, accountSid);
  if (!isSid(issuer, 'SK')) return null;
  const key = await db
    .selectFrom('api_keys')
    .innerJoin('accounts', 'accounts.sid', 'api_keys.account_sid')
    .select('api_keys.signing_secret')
    .where('api_keys.sid', '=', issuer)
    .where('api_keys.account_sid', '=', accountSid)
    .where('accounts.status', '=', 'active')
    .executeTakeFirst();
  const secret = key?.signing_secret ?? null;
  return secret === null ? null : bytesOf(secret);
}
