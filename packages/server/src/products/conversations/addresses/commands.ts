// Making, finding, changing and removing address configurations.
import { apiError, type ErrorDetails } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import { refuseUnusableAddress } from './address-format.ts';
import { DEFAULT_FILTERS, NO_AUTO_CREATION, refuseUnusableAutoCreation } from './auto-creation.ts';
import type { AddressChange } from './input.ts';

/** An address about to be configured. */
export interface NewAddress extends AddressChange {
  readonly accountSid: string;
  readonly type: AddressConfigurationRow['type'];
  readonly address: string;
  readonly addressCountry: string | null;
}

/** A configuration by its SID or its address, as the documentation of the resource allows. */
export function findAddress(
  db: Reader,
  accountSid: string,
  sidOrAddress: string,
): Promise<AddressConfigurationRow | undefined> {
  return db
    .selectFrom('address_configurations')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where(isSid(sidOrAddress, 'IG') ? 'sid' : 'address', '=', sidOrAddress)
    .executeTakeFirst();
}

/** A webhook's configuration shows the events and the method it will be called with. */
function completed<Row extends AddressChange>(row: Row): Row {
  if (row.auto_creation_type !== 'webhook') return row;
  return {
    ...row,
    webhook_method: row.webhook_method ?? 'POST',
    webhook_filters:
      row.webhook_filters && row.webhook_filters !== '[]'
        ? row.webhook_filters
        : JSON.stringify(DEFAULT_FILTERS),
  };
}

/** Configures an address. An account configures each address once: 409/20409 naming the configuration it has. */
export async function createAddress(tx: Transaction, given: NewAddress): Promise<AddressConfigurationRow> {
  const { accountSid, type, address, addressCountry, ...said } = given;
  await refuseUnusableAddress(tx.db, accountSid, type, address);
  const row = completed({ friendly_name: null, ...NO_AUTO_CREATION, ...said });
  await refuseUnusableAutoCreation(tx.db, accountSid, row);
  const created = await tx.db
    .insertInto('address_configurations')
    .values({
      sid: newSid('IG'),
      account_sid: accountSid,
      type,
      address,
      address_country: addressCountry,
      ...row,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['account_sid', 'address']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (created !== undefined) return created;
  const holder = await findAddress(tx.db, accountSid, address);
  const details: ErrorDetails = { parameter: 'Address', addressConfigurationSid: holder?.sid ?? null };
  throw apiError(20409, `Address ${address} has a configuration already: ${holder?.sid}`, details);
}

/**
 * Changes a configuration; the whole must be one that can be carried out, as when it was made. The row is taken
 * first, so that of two changes at once the second is judged by what the first left.
 */
export async function updateAddress(
  tx: Transaction,
  configuration: AddressConfigurationRow,
  change: AddressChange,
): Promise<AddressConfigurationRow | undefined> {
  const { sid, account_sid: accountSid } = configuration;
  const current = await tx.db
    .updateTable('address_configurations')
    .set({ date_updated: tx.now })
    .where('sid', '=', sid)
    .returningAll()
    .executeTakeFirst();
  if (current === undefined) return undefined;
  const changed = completed({ ...current, ...change });
  await refuseUnusableAutoCreation(tx.db, accountSid, changed);
  await tx.db.updateTable('address_configurations').set(changed).where('sid', '=', sid).execute();
  return changed;
}

/** Removes a configuration: what is written to the address goes to its Flex Flow or its URL again. */
export async function removeAddress(tx: Transaction, configuration: AddressConfigurationRow): Promise<void> {
  await tx.db.deleteFrom('address_configurations').where('sid', '=', configuration.sid).execute();
}
