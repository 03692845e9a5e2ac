// The account in the path of the 2010 API.
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';

/** Path of everything an account holds in the 2010 API. */
export const ACCOUNT_PATH = '/2010-04-01/Accounts/{AccountSid}';

/** Refuses a path that names another account than the caller's: 404/20404. */
export function requireOwnAccount(call: Pick<Call, 'accountSid' | 'params'>): void {
  if (call.params['AccountSid'] !== call.accountSid) throw notFound(`/Accounts/${call.params['AccountSid']}`);
}
