// Finding customers by the beginnings of words, newest contact first, without reading all there are.
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { CustomerRow } from '#storage/schema/desk-data.ts';
import type { Tables } from '#storage/schema.ts';
import { soughtBeginnings } from './customer-words.ts';

/** As many customers are gathered and sorted; where there are more, the latest of them are soon come by. */
const FEW = 1_000;
/** Sorts behind every word that begins like the one before it. */
const LAST_CHARACTER = '\u{10ffff}';

type FoundCustomers = SelectQueryBuilder<Tables, 'customers', CustomerRow>;

function wordsFrom(db: Reader, accountSid: string, beginning: string) {
  return db
    .selectFrom('customer_words')
    .where('customer_words.account_sid', '=', accountSid)
    .where('customer_words.word', '>=', beginning)
    .where('customer_words.word', '<', `${beginning}${LAST_CHARACTER}`);
}

async function areFew(db: Reader, accountSid: string, beginning: string): Promise<boolean> {
  const words = wordsFrom(db, accountSid, beginning)
    .select('customer_words.address')
    .limit(FEW + 1);
  const { count } = await db
    .selectFrom(words.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count) <= FEW;
}

/** The customers of an account one of whose words begins with each word of the query; all where it has none. */
export async function findCustomers(db: Reader, accountSid: string, query: string): Promise<FoundCustomers> {
  const beginnings = soughtBeginnings(query);
  const all = db.selectFrom('customers').selectAll().where('account_sid', '=', accountSid);
  const longest = beginnings.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return query.trim() === '' ? all : all.where(sql<boolean>`1 = 0`);
  const begins = (beginning: string) => sql<boolean>`EXISTS (
    SELECT 1 FROM customer_words
    WHERE customer_words.account_sid = ${accountSid} AND customer_words.address = customers.address
      AND customer_words.word >= ${beginning} AND customer_words.word < ${beginning + LAST_CHARACTER})`;
  const others = beginnings.filter((beginning) => beginning !== longest);
  const isRare = await areFew(db, accountSid, longest);
  const first = isRare
    ? all.where('customers.address', 'in', wordsFrom(db, accountSid, longest).select('address'))
    : all.where(begins(longest));
  return others.reduce((found, beginning) => found.where(begins(beginning)), first);
}
