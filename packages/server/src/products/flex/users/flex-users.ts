// Flex users: every worker is one. What is known of them comes from the worker; what was set beside it has a row.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { FlexUserRow } from '#storage/schema/flex-surface.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';
import { instanceSidOf } from '../configuration/instance.ts';

/** A Flex user as it is shown. */
export interface FlexUser {
  readonly sid: string;
  readonly accountSid: string;
  readonly worker: WorkerRow;
  readonly userSid: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly roles: readonly string[];
  readonly version: number;
  readonly dateUpdated: number;
}

/** What may be set of a user. */
export interface FlexUserChange {
  readonly email?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly userSid?: string | null | undefined;
}

/** SID of the worker behind a Flex user: the same with another prefix. */
function workerSidOf(flexUserSid: string): string {
  return `WK${flexUserSid.slice(2)}`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(worker: WorkerRow, flexUserSid: string, row: FlexUserRow | undefined): FlexUser {
  const { roles, email } = readAttributes(worker.attributes) as Record<string, unknown>;
  return {
    sid: flexUserSid,
    accountSid: worker.account_sid,
    worker,
    userSid: row?.user_sid ?? null,
    email: row?.email ?? textOf(email),
    locale: row?.locale ?? null,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    version: row?.version ?? 1,
    dateUpdated: Math.max(row?.date_updated ?? 0, worker.date_updated),
  };
}

/** The user of this SID in the account's instance; undefined when the instance or the worker is not there. */
export async function findFlexUser(
  db: Reader,
  accountSid: string,
  instanceSid: string,
  flexUserSid: string,
): Promise<FlexUser | undefined> {
  if (instanceSid !== instanceSidOf(accountSid) || !isSid(flexUserSid, 'FU')) return undefined;
  const worker = await db
    .selectFrom('workers')
    .selectAll()
    .where('sid', '=', workerSidOf(flexUserSid))
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (worker === undefined) return undefined;
  const row = await db
    .selectFrom('flex_users')
    .selectAll()
    .where('sid', '=', flexUserSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return joined(worker, flexUserSid, row);
}

/** Refuses a user of chat whom the account does not have. */
export async function refuseUnknownUser(
  db: Reader,
  accountSid: string,
  userSid: string | null | undefined,
): Promise<void> {
  if (!userSid) return;
  const user = await db
    .selectFrom('users')
    .select('sid')
    .where('sid', '=', userSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (user === undefined) throw invalidParameter('UserSid', 'the account has no such user');
}

/** Sets what is said of the user; each change is a new version of him. */
export async function changeFlexUser(
  tx: Transaction,
  user: FlexUser,
  change: FlexUserChange,
): Promise<FlexUser> {
  const said = {
    ...(change.email === undefined ? {} : { email: change.email }),
    ...(change.locale === undefined ? {} : { locale: change.locale }),
    ...(change.userSid === undefined ? {} : { user_sid: change.userSid }),
  };
  const row = await tx.db
    .insertInto('flex_users')
    .values({
      sid: user.sid,
      account_sid: user.accountSid,
      user_sid: null,
      email: null,
      locale: null,
      ...said,
      version: 2,
      date_updated: tx.now,
    })
    .onConflict((conflict) =>
      conflict.column('sid').doUpdateSet((eb) => ({
        ...said,
        version: eb('flex_users.version', '+', 1),
        date_updated: tx.now,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return joined(user.worker, user.sid, row);
}
