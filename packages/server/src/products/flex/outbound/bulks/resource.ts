// Bulks of calls and their recipients: `POST /outbound/v1/Bulks`, an addition of Parley.
import { list, type Presentation, read, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { OutboundBulkItemRow } from '#storage/schema/outbound.ts';
import { commonWishFrom } from '../conversations/wish.ts';
import { type BulkView, createBulk, findBulk, updateBulk, withCounts } from './commands.ts';
import { bulkCreate, bulkFilters, bulkUpdate, itemFilters } from './input.ts';

function presentBulk(row: BulkView, { base }: Presentation) {
  const url = `${base}/v1/Bulks/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    state: row.state,
    messages_per_second: row.per_second,
    total: row.total,
    counts: row.counts,
    date_completed: row.date_completed === null ? null : isoDate(row.date_completed),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { items: `${url}/Items` },
  };
}

function presentItem(row: OutboundBulkItemRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    bulk_sid: row.bulk_sid,
    position: row.position,
    to: row.to_address,
    state: row.state,
    outbound_sid: row.outbound_sid,
    error_code: row.error_code,
    error_message: row.error_message,
    error_details: row.error_details === null ? null : (JSON.parse(row.error_details) as unknown),
    date_due: isoDate(row.due_at),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/Bulks/${row.bulk_sid}/Items/${row.sid}`,
  };
}

export const outboundBulks: Resource<BulkView> = {
  product: 'outbound',
  path: '/v1/Bulks',
  key: 'bulks',
  present: presentBulk,
  create: write(
    bulkCreate,
    (tx, { accountSid, input }) =>
      createBulk(tx, {
        accountSid,
        friendlyName: input.FriendlyName ?? null,
        common: commonWishFrom(input),
        recipients: input.Recipients,
        perSecond: input.MessagesPerSecond ?? null,
      }),
    { body: 'any' },
  ),
  list: {
    ...list<typeof bulkFilters, never>(bulkFilters, async (db, { accountSid, input }) => {
      let query = db.selectFrom('outbound_bulks').selectAll().where('account_sid', '=', accountSid);
      if (input.State) query = query.where('state', '=', input.State);
      return { query: query as never };
    }),
    complete: (db, _call, rows) => withCounts(db, rows),
  },
  fetch: read((db, { accountSid, params }) => findBulk(db, accountSid, params['Sid']!)),
  update: write(
    bulkUpdate,
    (tx, { accountSid, params, input }) => updateBulk(tx, accountSid, params['Sid']!, input),
    { body: 'any' },
  ),
};

export const outboundBulkItems: Resource<OutboundBulkItemRow> = {
  product: 'outbound',
  path: '/v1/Bulks/{BulkSid}/Items',
  key: 'items',
  present: presentItem,
  list: list(
    itemFilters,
    async (db, { accountSid, params, input }) => {
      const bulkSid = params['BulkSid']!;
      if ((await findBulk(db, accountSid, bulkSid)) === undefined) throw notFound(`/Bulks/${bulkSid}`);
      let query = db
        .selectFrom('outbound_bulk_items')
        .selectAll()
        .where('account_sid', '=', accountSid)
        .where('bulk_sid', '=', bulkSid);
      if (input.State) query = query.where('state', '=', input.State);
      return { query };
    },
    [{ column: 'position', direction: 'asc' }],
  ),
  fetch: read((db, { accountSid, params }) =>
    db
      .selectFrom('outbound_bulk_items')
      .selectAll()
      .where('sid', '=', params['Sid']!)
      .where('bulk_sid', '=', params['BulkSid']!)
      .where('account_sid', '=', accountSid)
      .executeTakeFirst(),
  ),
};
