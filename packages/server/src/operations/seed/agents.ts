// Logins of the demo's agents: readable passwords made up once, stored as scrypt hashes.
import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;
const KEY_LENGTH = 32;

/** No letters or digits that are taken for each other when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A login as its owner gets to know it, and as it is stored. */
export interface NewLogin {
  readonly login: string;
  readonly password: string;
  readonly passwordHash: string;
}

/** Makes up a password for a login. It waits for the key derivation, so it runs before the transaction. */
export async function newLogin(login: string): Promise<NewLogin> {
  const password = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_LENGTH);
  return { login, password, passwordHash: `scrypt$${salt.toString('base64')}$${key.toString('base64')}` };
}

/** Gives a worker his login. */
export async function addAgent(
  tx: Transaction,
  accountSid: string,
  workerSid: string,
  { login, passwordHash }: NewLogin,
): Promise<void> {
  await tx.db
    .insertInto('agents')
    .values({
      sid: newSid('UA'),
      account_sid: accountSid,
      worker_sid: workerSid,
      login,
      password_hash: passwordHash,
      role: 'agent',
      date_created: tx.now,
      date_updated: tx.now,
    })
    .execute();
}
