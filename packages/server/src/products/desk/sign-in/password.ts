// Passwords: kept as scrypt hashes, and checked in a time that does not tell whether the login exists.
import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** What new hashes cost: 16 MiB and, on an ordinary machine, a tenth of a second. */
const COST = { N: 16_384, r: 8, p: 5 };
/** What hashes without a cost in them were made with. */
const FORMER_COST = { N: 16_384, r: 8, p: 1 };

/** No letters or digits that are taken for each other when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LETTERS_OF_A_PASSWORD = 12;

/** Makes up a password that can be read aloud. */
export function newPassword(): string {
  return Array.from({ length: LETTERS_OF_A_PASSWORD }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The stored form of a password: `scrypt$<N>$<r>$<p>$<salt>$<key>`. It takes a while, so it comes before transactions. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password.normalize(), salt, KEY_BYTES, cost);
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

interface StoredHash {
  readonly cost: { readonly N: number; readonly r: number; readonly p: number };
  readonly salt: Buffer;
  readonly key: Buffer;
}

function readHash(stored: string): StoredHash {
  const parts = stored.split('$').slice(1);
  const [salt, key] = parts.slice(-2).map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer];
  if (parts.length === 2) return { cost: FORMER_COST, salt, key };
  const [N, r, p] = parts.map(Number) as [number, number, number];
  return { cost: { N, r, p }, salt, key };
}

/** Compared with where there is no hash, so that it takes as long. */
const NOBODY: StoredHash = { cost: COST, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) };

/** Whether the password is the one of the hash; never for null, which takes as long to find out. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const { cost, salt, key } = stored === null ? NOBODY : readHash(stored);
  const derived = await derive(password.normalize(), salt, KEY_BYTES, cost);
  return timingSafeEqual(derived, key) && stored !== null;
}
