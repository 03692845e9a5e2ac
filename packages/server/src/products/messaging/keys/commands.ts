// Making, renaming and removing API keys: credentials that can be taken back one by one, and that sign access tokens.
import { randomBytes } from 'node:crypto';
import { secretHash } from '#http/authentication.ts';
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ApiKeyRow } from '#storage/schema/platform.ts';
import { requireOwnAccount } from '../own-account.ts';

/** As long as the secrets of Twilio: 32 characters. */
const SECRET_BYTES = 16;

/** A key as it is shown; the secret is there once, in the answer to its creation. */
export interface ShownKey extends Omit<ApiKeyRow, 'secret_hash' | 'signing_secret'> {
  readonly secret?: string;
}

const SHOWN = ['sid', 'account_sid', 'friendly_name', 'date_created', 'date_updated'] as const;

type KeyCall = Pick<Call, 'accountSid' | 'params'>;

function missing(call: KeyCall) {
  return notFound(`/Accounts/${call.accountSid}/Keys/${call.params['Sid']}.json`);
}

/** The keys of the account. */
export function selectKeys(db: Reader, call: KeyCall) {
  requireOwnAccount(call);
  return db.selectFrom('api_keys').select(SHOWN).where('account_sid', '=', call.accountSid);
}

/** A key of the account. */
export function findKey(db: Reader, call: KeyCall): Promise<ShownKey | undefined> {
  return selectKeys(db, call).where('sid', '=', call.params['Sid']!).executeTakeFirst();
}

/** Makes a key with a secret of its own, which no later answer shows. */
export async function createKey(
  tx: Transaction,
  call: KeyCall,
  friendlyName: string | null,
): Promise<ShownKey> {
  requireOwnAccount(call);
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const key = await tx.db
    .insertInto('api_keys')
    .values({
      sid: newSid('SK'),
      account_sid: call.accountSid,
      friendly_name: friendlyName ?? '',
      secret_hash: secretHash(secret),
      signing_secret: secret,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
  return { ...key, secret };
}

/** Renames a key. */
export async function renameKey(
  tx: Transaction,
  call: KeyCall,
  friendlyName: string | null,
): Promise<ShownKey> {
  requireOwnAccount(call);
  const key = await tx.db
    .updateTable('api_keys')
    .set({ ...(friendlyName === null ? {} : { friendly_name: friendlyName }), date_updated: tx.now })
    .where('sid', '=', call.params['Sid']!)
    .where('account_sid', '=', call.accountSid)
    .returning(SHOWN)
    .executeTakeFirst();
  if (key === undefined) throw missing(call);
  return key;
}

/** Removes a key: its secret and the tokens signed with it are refused from now on. */
export async function removeKey(tx: Transaction, call: KeyCall): Promise<void> {
  requireOwnAccount(call);
  const removed = await tx.db
    .deleteFrom('api_keys')
    .where('sid', '=', call.params['Sid']!)
    .where('account_sid', '=', call.accountSid)
    .executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw missing(call);
}
