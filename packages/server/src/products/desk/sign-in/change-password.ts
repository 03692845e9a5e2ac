// Changing one's own password: whoever sits at a desk somebody left must know it, and guesses are counted like tries to
// sign in.
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { beginSession, endSessionsOf, type SignedIn } from '../sessions/sessions.ts';
import { hashPassword, isPassword } from './password.ts';
import type { TooManyTries } from './sign-in.ts';
import { type Attempt, countTry, forgiveTries } from './tries.ts';

/** A change somebody asks for. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly address: string;
}

/**
 * Gives whoever is signed in another password, ends everything he is signed in to, and begins a new session for the
 * browser he did it in. 400/20001 when the current password is wrong or the next one is no other; 409/20409 when he has
 * none or it was changed meanwhile; the time to wait when it is tried too often.
 */
export async function changePassword(
  { database, config }: Context,
  { agent }: SignedIn,
  { current, next, address }: PasswordChange,
): Promise<{ token: string; signedIn: SignedIn } | TooManyTries> {
  const { password_hash: known } = agent;
  if (known === null) throw apiError(20409, 'You sign in without a password, so there is none to change');
  if (next.normalize() === current.normalize()) {
    throw invalidParameter('NewPassword', 'it is the current password');
  }
  const attempt: Attempt = { login: agent.login, address };
  const wait = await database.transaction((tx) => countTry(tx, attempt));
  if (wait !== null) return { wait };
  if (!(await isPassword(current, known))) {
    throw invalidParameter('CurrentPassword', 'it is not your password');
  }
  const passwordHash = await hashPassword(next);
  return database.transaction(async (tx) => {
    const changed = await tx.db
      .updateTable('agents')
      .set({ password_hash: passwordHash, date_updated: tx.now })
      .where('sid', '=', agent.sid)
      .where('password_hash', '=', known)
      .returningAll()
      .executeTakeFirst();
    if (changed === undefined) throw apiError(20409, 'Your password was changed meanwhile');
    await forgiveTries(tx, attempt);
    await endSessionsOf(tx, changed);
    return beginSession(tx, changed, config.desk);
  });
}
