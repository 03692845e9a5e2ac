// The book of customers: who was in touch when, under which name, from which addresses, and how often.

import { addRows, type MergeRule } from '#storage/add-rows.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CustomerRow } from '#storage/schema/desk-data.ts';
import { customerWords } from '../customers/customer-words.ts';

/** Something was heard of or said to a customer. */
export interface Contact {
  readonly accountSid: string;
  /** Who it is. */
  readonly address: string;
  /** The address as the channel spells it; null where it was entered before. */
  readonly customerAddress: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The name, where somebody said it, and what else may be one. */
  readonly name: string | null;
  readonly title: string | null;
}

const KEY = ['account_sid', 'address'];
const IN_TOUCH: MergeRule = {
  key: KEY,
  columns: { first_contact: 'least', last_contact: 'most', date_updated: 'replace' },
};
const NAMED: MergeRule = {
  key: KEY,
  columns: { ...IN_TOUCH.columns, name: 'replace', is_named: 'replace' },
};

const keyOf = (accountSid: string, address: string) => `${accountSid} ${address}`;

async function knownCustomers(db: Reader, contacts: readonly Contact[]): Promise<Map<string, CustomerRow>> {
  const rows = await db
    .selectFrom('customers')
    .selectAll()
    .where('account_sid', 'in', [...new Set(contacts.map(({ accountSid }) => accountSid))])
    .where('address', 'in', [...new Set(contacts.map(({ address }) => address))])
    .execute();
  return new Map(rows.map((row) => [keyOf(row.account_sid, row.address), row]));
}

/** The customers as these contacts make them, one row each. */
function merged(
  contacts: readonly Contact[],
  known: ReadonlyMap<string, CustomerRow>,
  now: number,
  isEarlier: boolean,
) {
  const rows = new Map<string, CustomerRow>();
  for (const { accountSid, address, at, name, title } of contacts) {
    const key = keyOf(accountSid, address);
    const row = rows.get(key) ?? {
      account_sid: accountSid,
      address,
      name: known.get(key)?.name ?? null,
      is_named: known.get(key)?.is_named ?? 0,
      first_contact: at,
      last_contact: at,
      conversations_count: 0,
      date_created: now,
      date_updated: now,
    };
    row.first_contact = Math.min(row.first_contact, at);
    row.last_contact = Math.max(row.last_contact, at);
    if (name !== null && !(isEarlier && row.is_named === 1)) Object.assign(row, { name, is_named: 1 });
    else if (row.is_named === 0 && title !== null) row.name = title;
    rows.set(key, row);
  }
  return rows;
}

/** Enters contacts. Names that were said take the place of earlier ones, unless these contacts are the earlier ones. */
export async function enterContacts(
  tx: Transaction,
  contacts: readonly Contact[],
  isEarlier = false,
): Promise<void> {
  if (contacts.length === 0) return;
  const known = await knownCustomers(tx.db, contacts);
  const rows = merged(contacts, known, tx.now, isEarlier);
  const [renamed, same] = [[] as CustomerRow[], [] as CustomerRow[]];
  for (const [key, row] of rows) {
    const before = known.get(key);
    const isSame = before !== undefined && before.name === row.name && before.is_named === row.is_named;
    (isSame ? same : renamed).push(row);
  }
  await addRows(tx, 'customers', IN_TOUCH, same);
  await addRows(tx, 'customers', NAMED, renamed);
  await writeWords(tx, renamed, known);
  await writeAddresses(tx, contacts);
}

async function writeWords(
  tx: Transaction,
  rows: readonly CustomerRow[],
  known: ReadonlyMap<string, CustomerRow>,
): Promise<void> {
  if (rows.length === 0) return;
  const former = rows.filter((row) => known.has(keyOf(row.account_sid, row.address)));
  if (former.length > 0) {
    await tx.db
      .deleteFrom('customer_words')
      .where((eb) => eb.or(former.map(({ account_sid, address }) => eb.and({ account_sid, address }))))
      .execute();
  }
  const words = rows.flatMap(({ account_sid, address, name }) =>
    customerWords(address, name).map((word) => ({ account_sid, word, address })),
  );
  await insertAll(tx, 'customer_words', words);
}

async function writeAddresses(tx: Transaction, contacts: readonly Contact[]): Promise<void> {
  const rows = new Map<string, Record<string, string>>();
  for (const { accountSid, address: customer, customerAddress: address } of contacts) {
    if (address === null) continue;
    rows.set(`${accountSid} ${customer} ${address}`, { account_sid: accountSid, customer, address });
  }
  await insertAll(tx, 'customer_addresses', [...rows.values()]);
}

async function insertAll(
  tx: Transaction,
  table: 'customer_words' | 'customer_addresses',
  rows: readonly Record<string, string>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) {
    await insertRows(tx, table, rows.slice(at, at + 500), 'ON CONFLICT DO NOTHING');
  }
}

/** Counts the conversations of these customers anew. */
export async function countConversations(
  tx: Transaction,
  customers: readonly { account_sid: string; address: string }[],
): Promise<void> {
  if (customers.length === 0) return;
  await tx.db
    .updateTable('customers')
    .set((eb) => ({
      conversations_count: eb
        .selectFrom('customer_conversations as theirs')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('theirs.account_sid', '=', 'customers.account_sid')
        .whereRef('theirs.address', '=', 'customers.address'),
    }))
    .where('account_sid', 'in', [...new Set(customers.map(({ account_sid }) => account_sid))])
    .where('address', 'in', [...new Set(customers.map(({ address }) => address))])
    .execute();
}
