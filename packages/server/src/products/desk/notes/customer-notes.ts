// What colleagues noted of a customer.
//
//   /v1/Customers/{Address}/Notes   Body, Author (for programs)
import { z } from 'zod';
import { BY_CREATION_DESCENDING, list, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { DeskNoteRow } from '#storage/schema/desk-data.ts';
import { personOf } from '../customers/person.ts';
import { requireCustomer } from '../customers/require-customer.ts';
import { addNote, noteFields, removeNote } from './notes.ts';

function present(row: DeskNoteRow, { base }: { readonly base: string }) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    customer: row.subject,
    author: row.author,
    author_sid: row.author_sid,
    body: row.body,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/Customers/${encodeURIComponent(row.subject)}/Notes/${row.sid}`,
  };
}

export const customerNotes: Resource<DeskNoteRow> = {
  product: 'desk',
  path: '/v1/Customers/{Address}/Notes',
  key: 'notes',
  present,
  create: write(z.object(noteFields), async (tx, call) => {
    const customer = await requireCustomer(tx.db, call);
    return addNote(tx, call, { subject: customer.address, kind: 'customer' });
  }),
  list: list(
    z.object({}),
    async (db, call) => {
      const customer = await requireCustomer(db, call);
      const query = db
        .selectFrom('desk_notes')
        .selectAll()
        .where('account_sid', '=', call.accountSid)
        .where('subject', '=', customer.address)
        .where('kind', '=', 'customer');
      return { query };
    },
    BY_CREATION_DESCENDING,
  ),
  remove: removal(async (tx, call) => {
    const address = personOf(call.params['Address'] as string);
    await removeNote(tx, call, ({ kind, subject }) => kind === 'customer' && subject === address);
  }),
};
