// The Message resource of the 2010 API.
import { list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { ACCOUNT_PATH, requireOwnAccount } from '../own-account.ts';
import { createMessage, deleteMessage, findMessage, updateMessage } from './commands.ts';
import { messageCreate, messageFilters, messageUpdate } from './input.ts';
import { messageOrder, messageQuery } from './list-query.ts';
import { presentMessage } from './present.ts';

/** `hasStrictWindows` is what counts where a request does not say whether it wants to be refused outside of a window. */
export const messages = (hasStrictWindows: boolean): Resource<CarrierMessageRow> => ({
  product: 'api',
  path: `${ACCOUNT_PATH}/Messages.json`,
  memberPath: `${ACCOUNT_PATH}/Messages/{Sid}.json`,
  key: 'messages',
  paging: '2010',
  present: presentMessage,
  create: write(messageCreate, (tx, call) => createMessage(tx, call, hasStrictWindows)),
  list: list(messageFilters, messageQuery, messageOrder),
  fetch: read(async (db, call) => {
    requireOwnAccount(call);
    return findMessage(db, call.accountSid, call.params['Sid'] as string);
  }),
  update: write(messageUpdate, updateMessage),
  remove: removal(deleteMessage),
});
