// Push credentials of an account, for both faces: what a push service would be addressed with. They are stored for
// clients that manage them; nothing is pushed from here.
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { PushCredentialRow } from '#storage/schema/hooks.ts';

/** Keys and certificates of a credential. No answer and no log line holds them. */
export interface PushSecrets {
  readonly certificate?: string | null | undefined;
  readonly privateKey?: string | null | undefined;
  readonly apiKey?: string | null | undefined;
  readonly secret?: string | null | undefined;
}

/** What can be set on a credential; undefined is what was not said. */
export interface CredentialFields {
  readonly type?: PushCredentialRow['type'] | undefined;
  readonly friendlyName?: string | null | undefined;
  readonly isSandbox?: boolean | null | undefined;
  readonly secrets: PushSecrets;
}

/** A credential of the account by SID. */
export function findCredential(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<PushCredentialRow | undefined> {
  return db
    .selectFrom('push_credentials')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The credentials of an account, as a query that can be paged. */
export function listCredentials(db: Reader, accountSid: string) {
  return db.selectFrom('push_credentials').selectAll().where('account_sid', '=', accountSid);
}

/** The secrets that were said take the place of those that were. */
function mergedSecrets(before: string, said: PushSecrets): string {
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return JSON.stringify({ ...(JSON.parse(before) as PushSecrets), ...Object.fromEntries(given) });
}

function flagOf(isSandbox: boolean | null | undefined): 0 | 1 | null {
  if (isSandbox === undefined || isSandbox === null) return null;
  return isSandbox ? 1 : 0;
}

/** Stores a new credential (Credential resource of Chat and of Conversations). */
export function addCredential(
  tx: Transaction,
  accountSid: string,
  given: CredentialFields & { readonly type: PushCredentialRow['type'] },
): Promise<PushCredentialRow> {
  return tx.db
    .insertInto('push_credentials')
    .values({
      sid: newSid('CR'),
      account_sid: accountSid,
      friendly_name: given.friendlyName ?? null,
      type: given.type,
      sandbox: flagOf(given.isSandbox),
      secrets: mergedSecrets('{}', given.secrets),
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes what is given. */
export function updateCredential(
  tx: Transaction,
  credential: PushCredentialRow,
  given: CredentialFields,
): Promise<PushCredentialRow> {
  return tx.db
    .updateTable('push_credentials')
    .set({
      type: given.type ?? credential.type,
      friendly_name: given.friendlyName === undefined ? credential.friendly_name : given.friendlyName,
      sandbox: given.isSandbox === undefined ? credential.sandbox : flagOf(given.isSandbox),
      secrets: mergedSecrets(credential.secrets, given.secrets),
      date_updated: tx.now,
    })
    .where('sid', '=', credential.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Removes a credential and the bindings that were registered with it: without it none of them can be reached. */
export async function removeCredential(tx: Transaction, credential: PushCredentialRow): Promise<void> {
  await tx.db
    .deleteFrom('push_bindings')
    .where('account_sid', '=', credential.account_sid)
    .where('credential_sid', '=', credential.sid)
    .execute();
  await tx.db.deleteFrom('push_credentials').where('sid', '=', credential.sid).execute();
}
