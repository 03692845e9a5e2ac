// Who the customer of each chat channel is, asked once for a whole run of messages.
import type { Transaction } from '#storage/database.ts';
import type { ChannelCustomer, ProxyHooks } from '../hooks.ts';

/** The customers by chat channel; one without an entry is known by address. One question an account. */
export async function channelCustomers(
  tx: Transaction,
  hooks: ProxyHooks,
  channels: readonly { readonly account_sid: string; readonly identifier: string }[],
): Promise<ReadonlyMap<string, ChannelCustomer>> {
  const byAccount = Map.groupBy(channels, ({ account_sid }) => account_sid);
  const answers: (readonly [string, ChannelCustomer])[] = [];
  for (const [accountSid, own] of byAccount) {
    const threads = [...new Set(own.map(({ identifier }) => identifier))];
    answers.push(...(await hooks.customers(tx, accountSid, threads)));
  }
  return new Map(answers);
}
