// Finding messages of the past, newest first, from the index of whichever database it is.
import { type SelectQueryBuilder, sql } from 'kysely';
import type { OrderColumn } from '#http/paging.ts';
import { wordsOf } from '#kernel/words.ts';
import type { DialectName, Reader } from '#storage/database.ts';
import { messagesWith, numberColumn, type SoughtWord } from '#storage/full-text.ts';
import { personOf } from '../customers/person.ts';
import { numberAt } from '../history/number.ts';
import type { SearchFilters } from './filters.ts';

/** Characters from which on a word finds words that begin with it; shorter ones are meant as they are. */
const BEGINNING = 3;
const MOST_WORDS = 16;

/** A message as it was said, with whom, and by which agent's time. */
export interface FoundMessage {
  sid: string;
  account_sid: string;
  thread_sid: string | null;
  message_index: number | null;
  channel: string;
  direction: string | null;
  author: string;
  body: string | null;
  customer: string | null;
  customer_name: string | null;
  worker_sid: string | null;
  agent_name: string | null;
  date_created: number;
}

/** Found messages; the tables behind them depend on the database. */
// biome-ignore lint/suspicious/noExplicitAny: what a query is from is nobody's business here
type FoundMessages = SelectQueryBuilder<any, any, FoundMessage>;

function soughtWords(query: string): SoughtWord[] {
  return wordsOf(query)
    .slice(0, MOST_WORDS)
    .map((word) => ({ word, isBeginning: word.length >= BEGINNING }));
}

function soughtBy(filters: SearchFilters) {
  return { words: soughtWords(filters.Query ?? ''), isNarrow: Boolean(filters.Customer) };
}

/** The order messages are found in: newest first. */
export function foundOrder(dialect: DialectName, filters: SearchFilters): readonly OrderColumn[] {
  return [{ column: numberColumn(dialect, soughtBy(filters)), direction: 'desc' }];
}

/** The account's messages that the filters let through. What was removed or redacted is found no more. */
export function findMessages(
  db: Reader,
  dialect: DialectName,
  accountSid: string,
  filters: SearchFilters,
): FoundMessages {
  const { Query: text, Customer: customer, Agent: agent, Channel: channel } = filters;
  const sought = soughtBy(filters);
  const { words } = sought;
  const number = numberColumn(dialect, sought);
  const query = messagesWith(db, dialect, { ...sought, accountSid });
  let found = query
    .leftJoin('messages as said', 'said.sid', 'message.message_sid')
    .leftJoin('carrier_messages as text', 'text.sid', 'message.message_sid')
    .leftJoin('customers as who', (join) =>
      join.onRef('who.account_sid', '=', 'message.account_sid').onRef('who.address', '=', 'message.customer'),
    )
    .leftJoin('workers as agent', 'agent.sid', 'message.worker_sid')
    .select([
      'message.message_sid as sid',
      'message.account_sid',
      'message.thread_sid',
      'said.message_index',
      'message.channel',
      'text.direction',
      'message.customer',
      'who.name as customer_name',
      'message.worker_sid',
      'agent.friendly_name as agent_name',
      sql<string>`coalesce(said.author, text.from_address)`.as('author'),
      sql<string | null>`coalesce(said.body, text.body)`.as('body'),
      sql<number>`coalesce(said.date_created, text.date_created)`.as('date_created'),
      sql.ref<number>(number).as(lastPart(number)),
    ])
    .where(sql<boolean>`coalesce(said.sid, text.sid) IS NOT NULL`);
  if (words.length > 0) found = found.where(sql<boolean>`coalesce(said.body, said.subject, text.body) <> ''`);
  else if ((text ?? '').trim() !== '') found = found.where(sql<boolean>`1 = 0`);
  if (customer) found = found.where('message.customer', '=', personOf(customer));
  if (agent) found = found.where('message.worker_sid', '=', agent);
  if (channel) found = found.where('message.channel', '=', channel);
  if (filters.StartDate != null) found = found.where(sql.ref(number), '>=', numberAt(filters.StartDate));
  if (filters.EndDate != null) found = found.where(sql.ref(number), '<', numberAt(filters.EndDate + 1));
  return found as unknown as FoundMessages;
}

/** The name pages know the value of the column by. */
function lastPart(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}
