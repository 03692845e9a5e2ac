// The history of messages: found by words, customer, agent, channel and dates, newest first.
//
//   /v1/Messages?Query=&Customer=&Agent=&Channel=&StartDate=&EndDate=
import { list } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { DialectName } from '#storage/database.ts';
import { searchFilters } from './filters.ts';
import { type FoundMessage, findMessages, foundOrder } from './find-messages.ts';
import { presentFound } from './present.ts';

/** The resource, for the database underneath. */
export function messageHistory(dialect: DialectName): Resource<FoundMessage> {
  return {
    product: 'desk',
    path: '/v1/Messages',
    key: 'messages',
    present: presentFound,
    list: list(
      searchFilters,
      async (db, { accountSid, input }) => ({ query: findMessages(db, dialect, accountSid, input) }),
      ({ input }) => foundOrder(dialect, input),
    ),
  };
}
