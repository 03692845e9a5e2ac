// Many rows in one statement whose text is kept by row count, for the paths where building it each time would show.
import { CompiledQuery } from 'kysely';
import type { Transaction } from './database.ts';
import type { Tables } from './schema.ts';

const texts = new Map<string, string>();

function statementText(tx: Transaction, table: string, columns: readonly string[], rows: number): string {
  const key = `${tx.dialect} ${rows} ${table} ${columns.join()}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let position = 0;
  const placeholder = () => {
    position += 1;
    return tx.dialect === 'postgres' ? `$${position}` : '?';
  };
  const row = () => `(${columns.map(placeholder).join(',')})`;
  const values = Array.from({ length: rows }, row).join(',');
  const text = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES ${values}`;
  texts.set(key, text);
  return text;
}

/** Inserts rows that all have the same columns. At most a few hundred rows: parameters are limited. */
export async function insertRows<Table extends keyof Tables & string>(
  tx: Transaction,
  table: Table,
  rows: readonly Record<string, string | number | null>[],
): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first);
  const parameters = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
  await tx.db.executeQuery(CompiledQuery.raw(statementText(tx, table, columns, rows.length), parameters));
}
