// Everything the database holds, as text that can be compared before and after a request.
import { sql } from 'kysely';
import { readableTables } from '../support/readable-tables.ts';
import type { TestServer } from '../support/start-server.ts';

/** Places of processors in the event log and whose turn it is to send: they move while nothing happens. */
const BOOKKEEPING = new Set(['event_cursors', 'outbox_turns', 'kysely_migration', 'kysely_migration_lock']);

/** Rows as sorted JSON, by table. */
export type StoredRows = Readonly<Record<string, readonly string[]>>;

/** Every row of every table but the server's own bookkeeping. `isWanted` narrows it to some rows. */
export async function storedRows(
  server: TestServer,
  isWanted: (row: string) => boolean = () => true,
): Promise<StoredRows> {
  const db = server.context.database.read;
  const stored: Record<string, string[]> = {};
  for (const name of await readableTables(db)) {
    if (BOOKKEEPING.has(name)) continue;
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db);
    stored[name] = rows
      .map((row) => JSON.stringify(row))
      .filter(isWanted)
      .sort();
  }
  return stored;
}

/** Rows that came, went or became others, one line each. */
export function changedRows(before: StoredRows, after: StoredRows): string[] {
  return Object.keys(after).flatMap((table) => {
    const old = new Set(before[table]);
    const current = new Set(after[table]);
    const gone = [...old.difference(current)].map((row) => `${table} - ${row}`);
    const come = [...current.difference(old)].map((row) => `${table} + ${row}`);
    return [...gone, ...come];
  });
}
