// The Media of a message. Media is handed to the carrier by its URL and not kept, so the list is empty.
import { z } from 'zod';
import { list } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { requireMessage } from '../messages/commands.ts';
import { ACCOUNT_PATH } from '../own-account.ts';

export const media: Resource<CarrierMessageRow> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/Messages/{MessageSid}/Media.json`,
  key: 'media_list',
  paging: '2010',
  present: () => ({}),
  list: list(z.object({}), async (db, call) => {
    await requireMessage(db, call, 'MessageSid');
    return { query: db.selectFrom('carrier_messages').selectAll().where('sid', '=', '') };
  }),
};
