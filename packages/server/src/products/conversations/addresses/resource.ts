// The Address Configuration resource: which addresses of the account open conversations by themselves.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { AddressConfigurationRow } from '#storage/schema/conversation-configuration.ts';
import { createAddress, findAddress, removeAddress, updateAddress } from './commands.ts';
import { ADDRESS_TYPES, addressCreate, addressUpdate, changeFrom } from './input.ts';
import { presentAddress } from './present.ts';

async function requireAddress(db: Reader, { accountSid, params }: Call): Promise<AddressConfigurationRow> {
  const configuration = await findAddress(db, accountSid, params['Sid']!);
  if (configuration === undefined) throw notFound(`/Configuration/Addresses/${params['Sid']}`);
  return configuration;
}

export const addresses: Resource<AddressConfigurationRow> = {
  product: 'conversations',
  path: '/v1/Configuration/Addresses',
  key: 'address_configurations',
  present: presentAddress,
  create: write(addressCreate, (tx, { accountSid, input }) =>
    createAddress(tx, {
      ...changeFrom(input),
      accountSid,
      type: input.Type,
      address: input.Address,
      addressCountry: input.AddressCountry ?? null,
    }),
  ),
  list: list(z.object({ Type: oneOf(ADDRESS_TYPES).nullish() }), async (db, { accountSid, input }) => {
    let query = db.selectFrom('address_configurations').selectAll().where('account_sid', '=', accountSid);
    if (input.Type) query = query.where('type', '=', input.Type);
    return { query };
  }),
  fetch: read(requireAddress),
  update: write(addressUpdate, async (tx, call) => {
    const updated = await updateAddress(tx, await requireAddress(tx.db, call), changeFrom(call.input));
    return updated ?? requireAddress(tx.db, call);
  }),
  remove: removal(async (tx, call) => removeAddress(tx, await requireAddress(tx.db, call))),
};
