// The Media of a message: the addresses of the files that came or went with it.
import { z } from 'zod';
import { type Call, list, read, removal } from '#http/operations.ts';
import { date } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { rfc2822Date } from '#kernel/dates.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMediaRow } from '#storage/schema/messaging-services.ts';
import { isOnItsWay, requireMessage } from '../messages/commands.ts';
import { ACCOUNT_PATH } from '../own-account.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

const filters = z.object({
  DateCreated: date().nullish(),
  'DateCreated<': date().nullish(),
  'DateCreated>': date().nullish(),
});

function presentMedia(row: CarrierMediaRow) {
  return {
    account_sid: row.account_sid,
    content_type: row.content_type,
    date_created: rfc2822Date(row.date_created),
    date_updated: rfc2822Date(row.date_updated),
    parent_sid: row.message_sid,
    sid: row.sid,
    uri: `/2010-04-01/Accounts/${row.account_sid}/Messages/${row.message_sid}/Media/${row.sid}.json`,
  };
}

async function mediaQuery(db: Reader, call: Call<z.output<typeof filters>>) {
  const message = await requireMessage(db, call, 'MessageSid');
  const { DateCreated: day, 'DateCreated<': before, 'DateCreated>': after } = call.input;
  let query = db.selectFrom('carrier_media').selectAll().where('message_sid', '=', message.sid);
  if (day != null) query = query.where('date_created', '>=', day).where('date_created', '<', day + DAY_MS);
  if (before != null) query = query.where('date_created', '<=', before);
  if (after != null) query = query.where('date_created', '>=', after);
  return { query };
}

async function findMedia(db: Reader, call: Call): Promise<CarrierMediaRow | undefined> {
  const message = await requireMessage(db, call, 'MessageSid');
  return db
    .selectFrom('carrier_media')
    .selectAll()
    .where('sid', '=', call.params['Sid'] as string)
    .where('message_sid', '=', message.sid)
    .executeTakeFirst();
}

/** Forgets where a file is; 409/20009 while its message is on its way. */
async function removeMedia(tx: Transaction, call: Call): Promise<void> {
  const message = await requireMessage(tx.db, call, 'MessageSid');
  const media = await findMedia(tx.db, call);
  if (media === undefined) throw notFound(`/Messages/${message.sid}/Media/${call.params['Sid']}.json`);
  if (isOnItsWay(message)) throw apiError(20009);
  await tx.db.deleteFrom('carrier_media').where('sid', '=', media.sid).execute();
  const left = (JSON.parse(message.media_urls ?? '[]') as string[]).filter((url) => url !== media.url);
  await tx.db
    .updateTable('carrier_messages')
    .set({ media_urls: left.length === 0 ? null : JSON.stringify(left), date_updated: tx.now })
    .where('sid', '=', message.sid)
    .execute();
}

export const media: Resource<CarrierMediaRow> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/Messages/{MessageSid}/Media.json`,
  memberPath: `${ACCOUNT_PATH}/Messages/{MessageSid}/Media/{Sid}.json`,
  key: 'media_list',
  paging: '2010',
  present: presentMedia,
  list: list(filters, mediaQuery),
  fetch: read(findMedia),
  remove: removal(removeMedia),
};
