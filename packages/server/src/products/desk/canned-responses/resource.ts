// Canned responses: answers written beforehand, for all who answer. Variables in them are filled in by the desk.
//
//   /v1/CannedResponses   Name, Body, Shortcut, Language
import { z } from 'zod';
import { BY_CREATION, type Call, list, read, removal, write } from '#http/operations.ts';
import { checked, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CannedResponseRow } from '#storage/schema/desk-data.ts';

const SHORTCUT = /^[\p{L}\p{N}_-]{1,32}$/u;
const LANGUAGE = /^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/;

/** Something with letters in it, of at most `max` characters. */
const filled = (max: number) => checked(text(max), 20001, (value) => value.trim() !== '');

/** An empty text takes it away. */
const shortcut = z
  .string()
  .transform((value) => value.normalize('NFC').toLowerCase())
  .refine((value) => value === '' || SHORTCUT.test(value), 'it is not one word of at most 32 characters')
  .nullish();
const language = z
  .string()
  .refine((value) => value === '' || LANGUAGE.test(value), 'it is not a language such as en or pt-BR')
  .nullish();

const settings = { Shortcut: shortcut, Language: language };
const creation = z.object({ Name: filled(128), Body: filled(4_096), ...settings });
const change = z.object({ Name: filled(128).nullish(), Body: filled(4_096).nullish(), ...settings });
const filters = z.object({ Shortcut: shortcut, Language: language });

function present(row: CannedResponseRow, { base }: { readonly base: string }) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    name: row.name,
    body: row.body,
    shortcut: row.shortcut,
    language: row.language,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/CannedResponses/${row.sid}`,
  };
}

type Named = Pick<Call, 'accountSid' | 'params'>;

function find(db: Reader, { accountSid, params }: Named): Promise<CannedResponseRow | undefined> {
  return db
    .selectFrom('canned_responses')
    .selectAll()
    .where('sid', '=', params['Sid'] as string)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

async function create(tx: Transaction, call: Call<z.output<typeof creation>>): Promise<CannedResponseRow> {
  const { input } = call;
  const row: CannedResponseRow = {
    sid: newSid('CR'),
    account_sid: call.accountSid,
    name: input.Name,
    body: input.Body,
    shortcut: input.Shortcut || null,
    language: input.Language || null,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('canned_responses').values(row).execute();
  return row;
}

/** What is not given stays as it is. */
async function update(tx: Transaction, call: Call<z.output<typeof change>>): Promise<CannedResponseRow> {
  const { input } = call;
  const row = await tx.db
    .updateTable('canned_responses')
    .set({
      ...(input.Name == null ? {} : { name: input.Name }),
      ...(input.Body == null ? {} : { body: input.Body }),
      ...(input.Shortcut === undefined ? {} : { shortcut: input.Shortcut || null }),
      ...(input.Language === undefined ? {} : { language: input.Language || null }),
      date_updated: tx.now,
    })
    .where('sid', '=', call.params['Sid'] as string)
    .where('account_sid', '=', call.accountSid)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw notFound(`/CannedResponses/${call.params['Sid']}`);
  return row;
}

async function remove(tx: Transaction, call: Call): Promise<void> {
  const removed = await tx.db
    .deleteFrom('canned_responses')
    .where('sid', '=', call.params['Sid'] as string)
    .where('account_sid', '=', call.accountSid)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) throw notFound(`/CannedResponses/${call.params['Sid']}`);
}

export const cannedResponses: Resource<CannedResponseRow> = {
  product: 'desk',
  path: '/v1/CannedResponses',
  key: 'canned_responses',
  present,
  create: write(creation, create),
  list: list(
    filters,
    async (db, { accountSid, input }) => {
      let query = db.selectFrom('canned_responses').selectAll().where('account_sid', '=', accountSid);
      if (input.Shortcut) query = query.where('shortcut', '=', input.Shortcut);
      if (input.Language) query = query.where('language', '=', input.Language);
      return { query };
    },
    BY_CREATION,
  ),
  fetch: read(find),
  update: write(change, update),
  remove: removal(remove),
};
