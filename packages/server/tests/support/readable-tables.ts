// The tables of a database whose rows tests can look at.
import type { Reader } from '#storage/database.ts';

/** The index of words, and what SQLite keeps it in: it answers searches and cannot be read row by row. */
const WORD_INDEX = 'history_words';

/** Their names, in order. */
export async function readableTables(db: Reader): Promise<string[]> {
  const tables = await db.introspection.getTables();
  return tables
    .map(({ name }) => name)
    .filter((name) => !name.startsWith(WORD_INDEX))
    .sort();
}
