// Rows added to those that are there: what has the same key is merged by the database, many rows in one statement.
import { CompiledQuery } from 'kysely';
import { rowsAsJson } from './bulk-insert.ts';
import type { Transaction } from './database.ts';
import type { Tables } from './schema.ts';

/** A row about to be added: texts, numbers and nulls by column. */
type AddedRow = Readonly<Record<string, string | number | null>>;

/** What becomes of a column when a row with the same key is there already. */
export type Merge = 'add' | 'least' | 'most' | 'replace';

/** How the rows of a table are merged. Columns that are neither part of the key nor named here stay as they are. */
export interface MergeRule {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, Merge>>;
}

/** Numbers of rows a statement of SQLite holds: few texts, so that each stays prepared. */
const SIZES = [64, 8, 1];
/** On PostgreSQL one statement takes any number; this bounds its parameter. */
const ROWS_A_STATEMENT = 1_000;

const texts = new WeakMap<MergeRule, Map<number, string>>();

function merged(table: string, column: string, merge: Merge): string {
  const present = `"${table}"."${column}"`;
  const added = `excluded."${column}"`;
  switch (merge) {
    case 'add':
      return `${present} + ${added}`;
    case 'least':
      return `CASE WHEN ${present} IS NULL OR ${added} < ${present} THEN ${added} ELSE ${present} END`;
    case 'most':
      return `CASE WHEN ${present} IS NULL OR ${added} > ${present} THEN ${added} ELSE ${present} END`;
    case 'replace':
      return added;
  }
}

function statement(table: string, rule: MergeRule, columns: readonly string[], source: string): string {
  const list = columns.map((column) => `"${column}"`).join(',');
  const changes = Object.entries(rule.columns).map(
    ([column, merge]) => `"${column}" = ${merged(table, column, merge)}`,
  );
  const key = rule.key.map((column) => `"${column}"`).join(',');
  return `INSERT INTO "${table}" (${list}) ${source} ON CONFLICT (${key}) DO UPDATE SET ${changes.join(', ')}`;
}

function kept(rule: MergeRule, size: number, build: () => string): string {
  let known = texts.get(rule);
  if (known === undefined) {
    known = new Map();
    texts.set(rule, known);
  }
  let text = known.get(size);
  if (text === undefined) {
    text = build();
    known.set(size, text);
  }
  return text;
}

function listed(table: string, rule: MergeRule, rows: readonly AddedRow[]): CompiledQuery {
  const columns = Object.keys(rows[0]!);
  const text = kept(rule, rows.length, () => {
    const row = `(${columns.map(() => '?').join(',')})`;
    return statement(table, rule, columns, `VALUES ${rows.map(() => row).join(',')}`);
  });
  return CompiledQuery.raw(
    text,
    rows.flatMap((row) => columns.map((column) => row[column] ?? null)),
  );
}

function recordSet(table: string, rule: MergeRule, rows: readonly AddedRow[]): CompiledQuery {
  const columns = Object.keys(rows[0]!);
  const text = kept(rule, 0, () => {
    const list = columns.map((column) => `"${column}"`).join(',');
    const source = `SELECT ${list} FROM json_populate_recordset(NULL::"${table}", $1)`;
    return statement(table, rule, columns, source);
  });
  return CompiledQuery.raw(text, [rowsAsJson(rows)]);
}

/**
 * Adds rows to a table: one whose key is there already is merged into it by the rule, which belongs to this table
 * alone. All rows have the same columns in the same order, and no two the same key.
 */
export async function addRows(
  tx: Transaction,
  table: keyof Tables & string,
  rule: MergeRule,
  rows: readonly object[],
): Promise<void> {
  const isPostgres = tx.dialect === 'postgres';
  for (let at = 0; at < rows.length; ) {
    const left = rows.length - at;
    const size = isPostgres ? Math.min(left, ROWS_A_STATEMENT) : SIZES.find((wanted) => wanted <= left)!;
    const chunk = rows.slice(at, at + size) as AddedRow[];
    await tx.db.executeQuery((isPostgres ? recordSet : listed)(table, rule, chunk));
    at += size;
  }
}
