// The one question to the history of messages that the databases answer in ways of their own: which messages hold all
// of these words, newest first.
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { DialectName, Reader } from './database.ts';
import type { Tables } from './schema.ts';

/** A word to find: whole, or as the beginning of words. It consists of letters, digits and marks. */
export interface SoughtWord {
  readonly word: string;
  readonly isBeginning: boolean;
}

/** What is looked for. */
export interface Sought {
  readonly accountSid: string;
  /** All of them must be there; without any, every message is found. */
  readonly words: readonly SoughtWord[];
  /** Whether other conditions leave few messages, so that these are better read one by one. */
  readonly isNarrow: boolean;
}

type FoundMessages = SelectQueryBuilder<Tables & { message: Tables['history_messages'] }, 'message', object>;

/** PostgreSQL weighs by itself whether to go by the words or by the time; SQLite has to be told. */
function goesByWords(dialect: DialectName, { words, isNarrow }: Omit<Sought, 'accountSid'>): boolean {
  return dialect === 'sqlite' && words.length > 0 && !isNarrow;
}

/** The column that orders what `messagesWith` finds; the newest message has the greatest number. */
export function numberColumn(dialect: DialectName, sought: Omit<Sought, 'accountSid'>): string {
  return goesByWords(dialect, sought) ? 'found.rowid' : 'message.number';
}

function tsquery(words: readonly SoughtWord[]): RawBuilder<boolean> {
  const text = words.map(({ word, isBeginning }) => `'${word}'${isBeginning ? ':*' : ''}`).join(' & ');
  return sql<boolean>`message.words @@ ${text}::tsquery`;
}

function match({ accountSid, words }: Sought): RawBuilder<boolean> {
  const text = words.map(({ word, isBeginning }) => `"${word}"${isBeginning ? ' *' : ''}`).join(' AND ');
  return sql<boolean>`history_words MATCH ${`"${accountSid}" AND ${text}`}`;
}

function like({ word, isBeginning }: SoughtWord): RawBuilder<boolean> {
  return sql<boolean>`' ' || message.words || ' ' LIKE ${`% ${word}${isBeginning ? '' : ' '}%`}`;
}

/** The account's messages that hold all the words, as `message`. */
export function messagesWith(db: Reader, dialect: DialectName, sought: Sought): FoundMessages {
  const { accountSid, words } = sought;
  if (goesByWords(dialect, sought)) {
    // A cross join is carried out in the order it is written in: the index hands messages out by number, and looking
    // each message up in it instead takes minutes.
    const query = db
      .selectFrom(sql<{ rowid: number }>`history_words`.as('found'))
      .crossJoin('history_messages as message')
      .whereRef('message.number', '=', 'found.rowid')
      .where(match(sought))
      .where('message.account_sid', '=', accountSid);
    return query as unknown as FoundMessages;
  }
  const all = db.selectFrom('history_messages as message').where('message.account_sid', '=', accountSid);
  if (dialect === 'postgres') return words.length === 0 ? all : all.where(tsquery(words));
  return words.reduce((found, word) => found.where(like(word)), all);
}
