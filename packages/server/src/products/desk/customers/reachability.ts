// Where a customer can be reached, and where he said that he does not want to be.
import type { Reader } from '#storage/database.ts';
import type { CustomerRow } from '#storage/schema/desk-data.ts';

/** Senders and services a customer can have spoken about; more are hardly looked at. */
const MOST_CONSENTS = 200;

type Known = Pick<CustomerRow, 'account_sid' | 'address'>;

/** The addresses the customer was in touch from, on all channels. */
export async function addressesOf(db: Reader, customer: Known): Promise<string[]> {
  const rows = await db
    .selectFrom('customer_addresses')
    .select('address')
    .where('account_sid', '=', customer.account_sid)
    .where('customer', '=', customer.address)
    .orderBy('address')
    .limit(MOST_CONSENTS)
    .execute();
  return rows.map(({ address }) => address);
}

/** What the customer last said of hearing from each of our addresses and messaging services. */
export function consentsOf(db: Reader, customer: Known, addresses: readonly string[]) {
  return db
    .selectFrom('consents')
    .select(['customer_address', 'sender', 'status', 'source', 'date_updated'])
    .where('account_sid', '=', customer.account_sid)
    .where('customer_address', 'in', [...new Set([customer.address, ...addresses])])
    .orderBy('customer_address')
    .orderBy('sender')
    .limit(MOST_CONSENTS)
    .execute();
}
