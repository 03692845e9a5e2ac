// The customer a path names, however the address is spelled.
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { CustomerRow } from '#storage/schema/desk-data.ts';
import { personOf } from './person.ts';

type Named = Pick<Call, 'accountSid' | 'params'>;

/** The customer with this address; undefined when nobody with it was ever in touch with the account. */
export function findCustomer(db: Reader, { accountSid, params }: Named): Promise<CustomerRow | undefined> {
  return db
    .selectFrom('customers')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('address', '=', personOf(params['Address'] as string))
    .executeTakeFirst();
}

/** The same; 404/20404 when there is none. */
export async function requireCustomer(db: Reader, call: Named): Promise<CustomerRow> {
  const customer = await findCustomer(db, call);
  if (customer === undefined) throw notFound(`/Customers/${call.params['Address']}`);
  return customer;
}
