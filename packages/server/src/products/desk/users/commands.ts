// People who may sign in: added, changed and removed by admins. An account that has admins always keeps one.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { holdName } from '#storage/hold-name.ts';
import type { AgentRow, DeskRole } from '#storage/schema/desk.ts';
import { endSessionsOf } from '../sessions/sessions.ts';
import { spelled } from '../sign-in/sign-in.ts';
import { addAgent } from './store.ts';

/** What is said of somebody; what is undefined stays as it is. */
export interface UserFacts {
  readonly login?: string | undefined;
  readonly fullName?: string | undefined;
  readonly role?: DeskRole | undefined;
  /** Null for somebody who is no worker. */
  readonly workerSid?: string | null | undefined;
  readonly passwordHash?: string | undefined;
}

/** Everybody of an account. */
export function selectUsers(db: Reader, accountSid: string) {
  return db.selectFrom('agents').selectAll().where('account_sid', '=', accountSid);
}

/** Somebody of an account by his SID. */
export function findUser(db: Reader, accountSid: string, sid: string): Promise<AgentRow | undefined> {
  return selectUsers(db, accountSid).where('sid', '=', sid).executeTakeFirst();
}

async function requireUser(db: Reader, accountSid: string, sid: string): Promise<AgentRow> {
  const user = await findUser(db, accountSid, sid);
  if (user === undefined) throw notFound(`/Users/${sid}`);
  return user;
}

async function refuseUnknownWorker(
  db: Reader,
  accountSid: string,
  workerSid: string | null | undefined,
): Promise<void> {
  if (!workerSid) return;
  const worker = await db
    .selectFrom('workers')
    .select('sid')
    .where('sid', '=', workerSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (worker === undefined) throw invalidParameter('WorkerSid', 'the account has no such worker');
}

const TAKEN = 'Somebody else has this login, or is this worker';

/** Lets somebody in. 409/20409 when the login or the worker is taken. */
export async function createUser(
  tx: Transaction,
  accountSid: string,
  { login, fullName, role, workerSid, passwordHash }: UserFacts & { readonly login: string },
): Promise<AgentRow> {
  await refuseUnknownWorker(tx.db, accountSid, workerSid);
  const user = await addAgent(tx, {
    accountSid,
    login,
    fullName: fullName ?? login.trim(),
    role: role ?? 'agent',
    workerSid: workerSid ?? null,
    passwordHash: passwordHash ?? null,
  });
  if (user === undefined) throw apiError(20409, TAKEN);
  return user;
}

/** Refuses what would leave the account without an admin. Whoever asks at the same time waits for the answer. */
async function keepAnAdmin(tx: Transaction, { account_sid: accountSid, sid, role }: AgentRow): Promise<void> {
  if (role !== 'admin') return;
  await holdName(tx, `desk admins ${accountSid}`);
  const other = await selectUsers(tx.db, accountSid)
    .where('role', '=', 'admin')
    .where('sid', '!=', sid)
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw apiError(20409, 'This is the last admin of the account');
}

/** Changes what is said. Who gets another role, password or worker has to sign in again everywhere. */
export async function updateUser(
  tx: Transaction,
  accountSid: string,
  sid: string,
  { login, fullName, role, workerSid, passwordHash }: UserFacts,
): Promise<AgentRow> {
  const user = await requireUser(tx.db, accountSid, sid);
  if (role !== undefined && role !== 'admin') await keepAnAdmin(tx, user);
  await refuseUnknownWorker(tx.db, accountSid, workerSid);
  const changed = await tx.db
    .updateTable('agents')
    .set({
      ...(login === undefined ? {} : { login: spelled(login) }),
      ...(fullName === undefined ? {} : { full_name: fullName }),
      ...(role === undefined ? {} : { role }),
      ...(workerSid === undefined ? {} : { worker_sid: workerSid }),
      ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
      date_updated: tx.now,
    })
    .where('sid', '=', user.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  const hasOtherRights =
    passwordHash !== undefined || changed.role !== user.role || changed.worker_sid !== user.worker_sid;
  if (hasOtherRights) await endSessionsOf(tx, user);
  return changed;
}

/** Shuts somebody out, at once. */
export async function removeUser(tx: Transaction, accountSid: string, sid: string): Promise<void> {
  const user = await requireUser(tx.db, accountSid, sid);
  await keepAnAdmin(tx, user);
  await tx.db.deleteFrom('agents').where('sid', '=', user.sid).execute();
  await endSessionsOf(tx, user);
}
