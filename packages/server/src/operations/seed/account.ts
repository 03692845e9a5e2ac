// The first account of a server: given by the environment, or made up once and kept.
import { randomBytes } from 'node:crypto';
import type { Config } from '#config/config.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { AccountRow } from '#storage/schema/platform.ts';

/**
 * The account the server was made for. A token from the environment replaces the stored one, so that changing
 * the setting changes the credentials.
 */
export async function ensureAccount(tx: Transaction, config: Config): Promise<AccountRow> {
  const stored = await tx.db.selectFrom('accounts').selectAll().orderBy('sid').limit(1).executeTakeFirst();
  const named =
    config.accountSid === undefined
      ? stored
      : await tx.db
          .selectFrom('accounts')
          .selectAll()
          .where('sid', '=', config.accountSid)
          .executeTakeFirst();
  if (named !== undefined) return withToken(tx, named, config.authToken);
  return tx.db
    .insertInto('accounts')
    .values({
      sid: config.accountSid ?? newSid('AC'),
      friendly_name: 'Parley',
      auth_token: config.authToken ?? randomBytes(16).toString('hex'),
      status: 'active',
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function withToken(
  tx: Transaction,
  account: AccountRow,
  token: string | undefined,
): Promise<AccountRow> {
  if (token === undefined || token === account.auth_token) return account;
  return tx.db
    .updateTable('accounts')
    .set({ auth_token: token, date_updated: tx.now })
    .where('sid', '=', account.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}
