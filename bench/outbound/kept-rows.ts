// How many rows a database keeps, in all of its tables.
import { openRows } from '../routing/rows.ts';

const TABLES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
  postgres: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
} as const;

/** Counts every row of the database at this address. */
export async function countRows(databaseUrl: string): Promise<number> {
  const rows = await openRows(databaseUrl);
  try {
    const dialect = databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgres';
    const tables = await rows.read<{ name: string }>(TABLES[dialect]);
    let count = 0;
    for (const { name } of tables) {
      const [row] = await rows.read<{ rows: number }>(
        `SELECT CAST(count(*) AS integer) AS rows FROM "${name}"`,
      );
      count += row!.rows;
    }
    return count;
  } finally {
    await rows.close();
  }
}
