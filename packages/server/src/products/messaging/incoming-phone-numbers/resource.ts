// The IncomingPhoneNumber resource of the 2010 API: the numbers of the contact centre.
import { list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import { ACCOUNT_PATH, requireOwnAccount } from '../own-account.ts';
import { createNumber, findNumber, numberQuery, releaseNumber, updateNumber } from './commands.ts';
import { numberCreate, numberFilters, numberUpdate } from './input.ts';
import { presentNumber } from './present.ts';

export const incomingPhoneNumbers: Resource<OwnNumberRow> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/IncomingPhoneNumbers.json`,
  memberPath: `${ACCOUNT_PATH}/IncomingPhoneNumbers/{Sid}.json`,
  key: 'incoming_phone_numbers',
  paging: '2010',
  present: presentNumber,
  create: write(numberCreate, createNumber),
  list: list(numberFilters, numberQuery),
  fetch: read(async (db, call) => {
    requireOwnAccount(call);
    return findNumber(db, call.accountSid, call.params['Sid'] as string);
  }),
  update: write(numberUpdate, updateNumber),
  remove: removal(releaseNumber),
};
