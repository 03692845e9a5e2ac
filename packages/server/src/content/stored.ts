// Finding templates: one that a request names, and those that a run of messages was made from.
import type { Reader, Transaction } from '#storage/database.ts';
import type { ContentRow } from '#storage/schema/content.ts';

/** The account's template with this SID. */
export function findContent(db: Reader, accountSid: string, sid: string): Promise<ContentRow | undefined> {
  return db
    .selectFrom('contents')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The same, held until the transaction ends, so that it is not changed while it is being handed in for approval. */
export function holdContent(
  tx: Transaction,
  accountSid: string,
  sid: string,
): Promise<ContentRow | undefined> {
  return tx.db
    .updateTable('contents')
    .set({ account_sid: accountSid })
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .returningAll()
    .executeTakeFirst();
}

/** A template by the account that names it. */
export interface ContentName {
  readonly accountSid: string;
  readonly contentSid: string;
}

/** The named templates, by `<account> <template>`; those an account does not have are not in it. */
export async function findContents(
  db: Reader,
  names: readonly ContentName[],
): Promise<ReadonlyMap<string, ContentRow>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('contents')
    .selectAll()
    .where('sid', 'in', [...new Set(names.map(({ contentSid }) => contentSid))])
    .where('account_sid', 'in', [...new Set(names.map(({ accountSid }) => accountSid))])
    .execute();
  return new Map(rows.map((row) => [contentKey(row.account_sid, row.sid), row]));
}

/** Which of the named templates there are, as `<account> <template>`. */
export async function existingContents(
  db: Reader,
  names: readonly ContentName[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('contents')
    .select(['account_sid', 'sid'])
    .where('sid', 'in', [...new Set(names.map(({ contentSid }) => contentSid))])
    .where('account_sid', 'in', [...new Set(names.map(({ accountSid }) => accountSid))])
    .execute();
  return new Set(rows.map((row) => contentKey(row.account_sid, row.sid)));
}

/** Names a template in the maps of this folder. */
export function contentKey(accountSid: string, contentSid: string): string {
  return `${accountSid} ${contentSid}`;
}
