// The Conversation resource.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import type { OrderColumn } from '#http/paging.ts';
import type { Resource } from '#http/resource.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { actFor, findThread, removeThread, restOrigin } from '#threads/threads.ts';
import type { Place } from '../places.ts';
import { createConversation, updateConversation } from './commands.ts';
import { rangeEnd, rangeStart } from './date-range.ts';
import { requireConversation } from './find-conversation.ts';
import { conversationFields, state } from './input.ts';
import { presentConversation } from './present.ts';

const filters = z.object({
  StartDate: rangeStart().nullish(),
  EndDate: rangeEnd().nullish(),
  State: state().nullish(),
});

/** Oldest first, by the date that can be filtered by. */
const BY_DATE: readonly OrderColumn[] = [
  { column: 'date_created', direction: 'asc' },
  { column: 'sid', direction: 'asc' },
];

/** The resource in one of its two trees. */
export function conversations(place: Place): Resource<ThreadRow> {
  return {
    product: 'conversations',
    path: `${place.path}/Conversations`,
    key: 'conversations',
    present: presentConversation(place),
    etag: (row) => row.version,
    create: write(conversationFields, async (tx, call) => {
      actFor(tx, restOrigin(call));
      return createConversation(tx, await place.serviceToChange(tx, call), call.input);
    }),
    list: list(
      filters,
      async (db, call) => {
        const service = await place.serviceToRead(db, call);
        const { StartDate: from, EndDate: to, State: wanted } = call.input;
        let query = db.selectFrom('threads').selectAll().where('service_sid', '=', service.sid);
        if (wanted) query = query.where('state', '=', wanted);
        if (from != null) query = query.where('date_created', '>=', from);
        if (to != null) query = query.where('date_created', '<=', to);
        return { query };
      },
      BY_DATE,
    ),
    fetch: read(async (db, call) => {
      const service = await place.serviceToRead(db, call);
      return findThread(db, call.accountSid, service.sid, call.params['Sid']!);
    }),
    update: write(conversationFields, async (tx, call) => {
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      return updateConversation(tx, await requireConversation(tx.db, place, service, call, 'Sid'), call);
    }),
    remove: removal(async (tx, call) => {
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      await removeThread(tx, await requireConversation(tx.db, place, service, call, 'Sid'));
    }),
  };
}
