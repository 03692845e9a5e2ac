// Being online in the tables: which process has a client of a user, and what follows for the user.
import { sql } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import { SILENT_ORIGIN } from '#threads/threads.ts';

/** A user whose clients this process knows. */
export interface LocalUser {
  readonly sid: string;
  readonly accountSid: string;
}

/**
 * Holds users until the transaction ends: of two processes of which one tells that a user went and the other that he
 * came, the second sees what the first has done.
 */
async function hold(tx: Transaction, userSids: readonly string[]): Promise<void> {
  await tx.db
    .updateTable('users')
    .set((eb) => ({ is_online: eb.ref('is_online') }))
    .where('sid', 'in', userSids)
    .execute();
}

const hasDevice = sql<number>`CASE WHEN EXISTS (SELECT 1 FROM push_bindings WHERE push_bindings.user_sid = users.sid)
  THEN 1 ELSE 0 END`;

/** Writes what users are now and tells of those it is new for. Webhooks do not hear of reachability. */
async function show(
  tx: Transaction,
  userSids: readonly string[],
  isOnline: ReturnType<typeof sql<number | null>>,
  isNotifiable: ReturnType<typeof sql<number | null>>,
): Promise<void> {
  const changed = await tx.db
    .updateTable('users')
    .set({ is_online: isOnline, is_notifiable: isNotifiable, date_updated: tx.now })
    .where('sid', 'in', userSids)
    .where(
      sql<boolean>`(is_online IS DISTINCT FROM ${isOnline} OR is_notifiable IS DISTINCT FROM ${isNotifiable})`,
    )
    .returning(['sid', 'account_sid', 'service_sid', 'identity'])
    .execute();
  for (const user of changed) {
    appendEvent(tx, {
      type: 'user.updated',
      accountSid: user.account_sid,
      subjectSid: user.sid,
      data: { serviceSid: user.service_sid, identity: user.identity, origin: SILENT_ORIGIN },
    });
  }
}

const isSomewhere = sql<number>`CASE WHEN EXISTS (SELECT 1 FROM online_users WHERE online_users.user_sid = users.sid)
  THEN 1 ELSE 0 END`;
const unknown = sql<number | null>`NULL`;

/** The process is there, with clients of these users; false when the others had given it up. */
export async function stayThere(tx: Transaction, processSid: string): Promise<boolean> {
  const row = { sid: processSid, seen_at: tx.now };
  const seen = await tx.db
    .updateTable('presence_processes')
    .set({ seen_at: tx.now })
    .where('sid', '=', processSid)
    .returning('sid')
    .executeTakeFirst();
  if (seen !== undefined) return true;
  await tx.db
    .insertInto('presence_processes')
    .values(row)
    .onConflict((conflict) => conflict.column('sid').doNothing())
    .execute();
  return false;
}

/** A process has clients of these users. */
export async function enter(tx: Transaction, processSid: string, users: readonly LocalUser[]): Promise<void> {
  if (users.length === 0) return;
  const sids = users.map(({ sid }) => sid);
  await hold(tx, sids);
  await tx.db
    .insertInto('online_users')
    .values(
      users.map(({ sid, accountSid }) => ({
        user_sid: sid,
        process_sid: processSid,
        account_sid: accountSid,
      })),
    )
    .onConflict((conflict) => conflict.columns(['user_sid', 'process_sid']).doNothing())
    .execute();
  await show(tx, sids, isSomewhere, hasDevice);
}

/** A process has no client of these users any more. */
export async function leave(tx: Transaction, processSid: string, userSids: readonly string[]): Promise<void> {
  if (userSids.length === 0) return;
  await hold(tx, userSids);
  await tx.db
    .deleteFrom('online_users')
    .where('process_sid', '=', processSid)
    .where('user_sid', 'in', userSids)
    .execute();
  await show(tx, userSids, isSomewhere, hasDevice);
}

/** Nobody is to know of these users whether they are there. */
export async function hide(tx: Transaction, processSid: string, userSids: readonly string[]): Promise<void> {
  if (userSids.length === 0) return;
  await tx.db
    .deleteFrom('online_users')
    .where('process_sid', '=', processSid)
    .where('user_sid', 'in', userSids)
    .execute();
  await show(tx, userSids, unknown, unknown);
}

/** Users of processes that are gone, at most `limit`; they are let go with `leave`. */
export function strandedUsers(tx: Transaction, processSid: string, limit: number): Promise<string[]> {
  return tx.db
    .selectFrom('online_users')
    .select('user_sid')
    .where('process_sid', '=', processSid)
    .orderBy('user_sid')
    .limit(limit)
    .execute()
    .then((rows) => rows.map(({ user_sid }) => user_sid));
}

/** Processes that have not been seen since, but for this one. */
export async function silentProcesses(
  db: Transaction['db'],
  processSid: string,
  since: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('presence_processes')
    .select('sid')
    .where('sid', '!=', processSid)
    .where('seen_at', '<', since)
    .orderBy('sid')
    .execute();
  return rows.map(({ sid }) => sid);
}

/**
 * Lets go some of the users of a process that has not been seen since, and at last the process itself. Resolves with
 * whether there are more.
 */
export async function giveUp(
  tx: Transaction,
  processSid: string,
  since: number,
  limit: number,
): Promise<boolean> {
  const silent = await tx.db
    .updateTable('presence_processes')
    .set((eb) => ({ seen_at: eb.ref('seen_at') }))
    .where('sid', '=', processSid)
    .where('seen_at', '<', since)
    .returning('sid')
    .executeTakeFirst();
  if (silent === undefined) return false;
  const users = await strandedUsers(tx, processSid, limit);
  await leave(tx, processSid, users);
  if (users.length === limit) return true;
  await tx.db.deleteFrom('presence_processes').where('sid', '=', processSid).execute();
  return false;
}
