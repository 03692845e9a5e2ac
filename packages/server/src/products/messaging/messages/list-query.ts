// The list of messages: newest first, by what it is filtered with.
import type { z } from 'zod';
import { BY_CREATION_DESCENDING, type Call } from '#http/operations.ts';
import type { OrderColumn } from '#http/paging.ts';
import type { Reader } from '#storage/database.ts';
import { requireOwnAccount } from '../own-account.ts';
import type { messageFilters } from './input.ts';

type Filters = z.output<typeof messageFilters>;

const DAY_MS = 24 * 60 * 60 * 1_000;

const BY_DATE_SENT_DESCENDING: readonly OrderColumn[] = [
  { column: 'date_sent', direction: 'desc' },
  { column: 'sid', direction: 'desc' },
];

/** The first and the last millisecond `date_sent` may have, or null when the list is not filtered by it. */
export function dateSentRange(filters: Filters): { from: number; to: number } | null {
  const { DateSent: day, 'DateSent<': before, 'DateSent>': after } = filters;
  if (day == null && before == null && after == null) return null;
  return {
    from: Math.max(after ?? 0, day ?? 0),
    to: Math.min(before ?? Number.MAX_SAFE_INTEGER, day == null ? Number.MAX_SAFE_INTEGER : day + DAY_MS - 1),
  };
}

/** The order of the list: by the date it is filtered with, else by creation. */
export function messageOrder(call: Call<Filters>): readonly OrderColumn[] {
  return dateSentRange(call.input) === null ? BY_CREATION_DESCENDING : BY_DATE_SENT_DESCENDING;
}

/** The caller's messages that pass the filters. */
export async function messageQuery(db: Reader, call: Call<Filters>) {
  requireOwnAccount(call);
  const { To: to, From: from } = call.input;
  let query = db.selectFrom('carrier_messages').selectAll().where('account_sid', '=', call.accountSid);
  if (to) query = query.where('to_address', '=', to);
  if (from) query = query.where('from_address', '=', from);
  const range = dateSentRange(call.input);
  if (range !== null) query = query.where('date_sent', '>=', range.from).where('date_sent', '<=', range.to);
  return { query };
}
