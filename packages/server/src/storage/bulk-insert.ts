// Many rows in one statement, for the paths where building it each time would show.
import { CompiledQuery } from 'kysely';
import type { Transaction } from './database.ts';
import type { Tables } from './schema.ts';

/** A row about to be inserted. */
type NewRow = Readonly<Record<string, string | number | null>>;

const texts = new Map<string, string>();

function kept(key: string, build: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    text = build();
    texts.set(key, text);
  }
  return text;
}

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(',');

/** On SQLite a statement for each number of rows; preparing one is cheap and there is one connection. */
function listedRows(
  table: string,
  columns: readonly string[],
  rows: readonly NewRow[],
  ending: string,
): CompiledQuery {
  const text = kept(`${rows.length} ${table} ${columns.join()} ${ending}`, () => {
    const row = `(${columns.map(() => '?').join(',')})`;
    const values = Array.from({ length: rows.length }, () => row).join(',');
    return `INSERT INTO "${table}" (${quoted(columns)}) VALUES ${values} ${ending}`;
  });
  return CompiledQuery.raw(
    text,
    rows.flatMap((row) => columns.map((column) => row[column] ?? null)),
  );
}

/**
 * Rows as JSON for PostgreSQL. Half a surrogate pair cannot be stored as UTF-8 and becomes the replacement
 * character, as it does where texts are sent one by one.
 */
export function rowsAsJson(rows: readonly NewRow[]): string {
  const text = JSON.stringify(rows);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(rows, (_key, value) => (typeof value === 'string' ? value.toWellFormed() : value));
}

/** On PostgreSQL one statement for any number of rows, because every connection prepares its own. */
function recordSet(
  table: string,
  columns: readonly string[],
  rows: readonly NewRow[],
  ending: string,
): CompiledQuery {
  const text = kept(`${table} ${columns.join()} ${ending}`, () => {
    const list = quoted(columns);
    const source = `json_populate_recordset(NULL::"${table}", $1)`;
    return `INSERT INTO "${table}" (${list}) SELECT ${list} FROM ${source} ${ending}`;
  });
  return CompiledQuery.raw(text, [rowsAsJson(rows)]);
}

/**
 * Inserts rows that all have the same columns, in their order. At most a few hundred: parameters are limited. `ending`
 * is what the statement says of conflicts, a constant. Resolves with the number of rows that were written.
 */
export async function insertRows<Table extends keyof Tables & string>(
  tx: Transaction,
  table: Table,
  rows: readonly NewRow[],
  ending = '',
): Promise<number> {
  if (rows.length === 0) return 0;
  const { numAffectedRows } = await tx.db.executeQuery(insertion(tx, table, rows, ending));
  return Number(numAffectedRows);
}

/** The same at the end of the transaction: for rows that nothing in it asks for. */
export function insertRowsLast<Table extends keyof Tables & string>(
  tx: Transaction,
  table: Table,
  rows: readonly NewRow[],
): void {
  if (rows.length > 0) tx.writeLast(insertion(tx, table, rows, ''));
}

function insertion(tx: Transaction, table: string, rows: readonly NewRow[], ending: string): CompiledQuery {
  const build = tx.dialect === 'postgres' ? recordSet : listedRows;
  return build(table, Object.keys(rows[0]!), rows, ending);
}
