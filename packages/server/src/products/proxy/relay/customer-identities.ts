// Who the customer of each chat channel is, asked once for a whole run of messages.
import type { Transaction } from '#storage/database.ts';
import type { ProxyHooks } from '../hooks.ts';

/**
 * The customer's identity by chat channel; a channel without an entry knows the customer by address. One
 * question an account.
 */
export async function customerIdentities(
  tx: Transaction,
  hooks: ProxyHooks,
  channels: readonly { readonly account_sid: string; readonly identifier: string }[],
): Promise<ReadonlyMap<string, string>> {
  const byAccount = Map.groupBy(channels, ({ account_sid }) => account_sid);
  const answers: (readonly [string, string])[] = [];
  for (const [accountSid, own] of byAccount) {
    const threads = [...new Set(own.map(({ identifier }) => identifier))];
    answers.push(...(await hooks.customerIdentity(tx, accountSid, threads)));
  }
  return new Map(answers);
}
