// The Key resource of the 2010 API.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { rfc2822Date } from '#kernel/dates.ts';
import { ACCOUNT_PATH } from '../own-account.ts';
import { createKey, findKey, removeKey, renameKey, type ShownKey, selectKeys } from './commands.ts';

const named = z.object({ FriendlyName: text(64).nullish() });

function presentKey(row: ShownKey) {
  return {
    sid: row.sid,
    friendly_name: row.friendly_name,
    date_created: rfc2822Date(row.date_created),
    date_updated: rfc2822Date(row.date_updated),
    ...(row.secret === undefined ? {} : { secret: row.secret }),
  };
}

export const keys: Resource<ShownKey> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/Keys.json`,
  memberPath: `${ACCOUNT_PATH}/Keys/{Sid}.json`,
  key: 'keys',
  paging: '2010',
  present: presentKey,
  create: write(named, (tx, call) => createKey(tx, call, call.input.FriendlyName ?? null)),
  list: list(z.object({}), async (db, call) => ({ query: selectKeys(db, call) })),
  fetch: read((db, call) => findKey(db, call)),
  update: write(named, (tx, call) => renameKey(tx, call, call.input.FriendlyName ?? null)),
  remove: removal((tx, call) => removeKey(tx, call)),
};
