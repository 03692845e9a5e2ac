// Logins of the demo: readable passwords made up once.
import { addAgent, hashPassword, newPassword } from '#products/desk/desk.ts';
import type { Transaction } from '#storage/database.ts';
import type { DeskRole } from '#storage/schema/desk.ts';

/** A login as its owner gets to know it, and as it is stored. */
export interface NewLogin {
  readonly login: string;
  readonly password: string;
  readonly passwordHash: string;
  readonly name: string;
  readonly role: DeskRole;
}

/** Makes up a password for a login. It waits for the key derivation, so it runs before the transaction. */
export async function newLogin(who: Pick<NewLogin, 'login' | 'name' | 'role'>): Promise<NewLogin> {
  const password = newPassword();
  const { login, name, role } = who;
  return { login, name, role, password, passwordHash: await hashPassword(password) };
}

/** Lets somebody of the demo in; one whose login is in use already, by another account, goes without. */
export async function addLogin(
  tx: Transaction,
  accountSid: string,
  workerSid: string | null,
  { login, name, role, passwordHash }: NewLogin,
): Promise<void> {
  await addAgent(tx, { accountSid, login, fullName: name, passwordHash, role, workerSid });
}
