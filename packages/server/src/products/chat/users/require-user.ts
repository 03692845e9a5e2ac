// The user a path names, by SID or identity.
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { findUser } from '#threads/threads.ts';

/** The user; 404/20404 when the service of the account has none of this name. */
export async function requireUser(
  db: Reader,
  { accountSid, params }: Call,
  parameter: 'Sid' | 'UserSid' = 'Sid',
): Promise<UserRow> {
  const name = params[parameter]!;
  const user = await findUser(db, accountSid, params['ServiceSid']!, name);
  if (user === undefined) throw notFound(`/Services/${params['ServiceSid']}/Users/${name}`);
  return user;
}
