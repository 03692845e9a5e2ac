// Signing in with a password: tries are counted first, and nothing in the answer or its time tells which part was wrong.
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { Reader } from '#storage/database.ts';
import type { AgentRow } from '#storage/schema/desk.ts';
import { beginSession, type SignedIn } from '../sessions/sessions.ts';
import { isPassword } from './password.ts';
import { type Attempt, countTry, forgiveTries } from './tries.ts';

/** Logins are the same however they are written. */
export function spelled(login: string): string {
  return login.trim().normalize().toLowerCase();
}

/** Whoever has this login in an active account. */
export async function findLogin(db: Reader, login: string): Promise<AgentRow | undefined> {
  return db
    .selectFrom('agents')
    .innerJoin('accounts', 'accounts.sid', 'agents.account_sid')
    .selectAll('agents')
    .where('agents.login', '=', spelled(login))
    .where('accounts.status', '=', 'active')
    .executeTakeFirst();
}

/** A refused try: the milliseconds to wait, when it is one too many. */
export interface TooManyTries {
  readonly wait: number;
}

/**
 * Begins a session for whoever has this login and password. 401/20003 when nobody has both; the time to wait when it
 * is tried too often.
 */
export async function signIn(
  { database, config }: Context,
  given: { readonly login: string; readonly password: string; readonly address: string },
): Promise<{ token: string; signedIn: SignedIn } | TooManyTries> {
  const attempt: Attempt = { login: spelled(given.login), address: given.address };
  const wait = await database.transaction((tx) => countTry(tx, attempt));
  if (wait !== null) return { wait };
  const agent = await findLogin(database.read, given.login);
  const isRight = await isPassword(given.password, agent?.password_hash ?? null);
  if (agent === undefined || !isRight) throw apiError(20003);
  return database.transaction(async (tx) => {
    await forgiveTries(tx, attempt);
    // The password may have been changed, or the login removed, while it was looked at.
    const same = await tx.db
      .selectFrom('agents')
      .selectAll()
      .where('sid', '=', agent.sid)
      .where('password_hash', '=', agent.password_hash)
      .executeTakeFirst();
    if (same === undefined) throw apiError(20003);
    return beginSession(tx, same, config.desk);
  });
}
