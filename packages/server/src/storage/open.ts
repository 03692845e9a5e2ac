// Opens the configured database.
import type { Clock } from '#kernel/clock.ts';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Opens `sqlite:<path>` or `postgres://…`; the schema is up to date when it resolves. */
export async function openDatabase(
  url: string,
  clock: Clock,
  onIdleError: (error: Error) => void = () => {},
): Promise<Database> {
  return url.startsWith('sqlite:')
    ? openSqlite(url.slice('sqlite:'.length), clock)
    : openPostgres(url, clock, { onIdleError });
}
