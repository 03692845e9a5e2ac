// Whether data can be worked on from outside of a server: it is there, has the schema of this version, and nobody else
// holds it.
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import pg from 'pg';
import { isUpToDate } from '#storage/migrate.ts';
import { SqliteConnection, SqliteDriver } from '#storage/sqlite-driver.ts';

const SQLITE = 'sqlite:';
const BUSY = 5;

/** The file of an embedded database; null for a server's. */
export function sqliteFile(databaseUrl: string): string | null {
  return databaseUrl.startsWith(SQLITE) ? databaseUrl.slice(SQLITE.length) : null;
}

/**
 * Whether a process has the embedded database open. SQLite itself knows: as long as a connection in write-ahead mode
 * lives it holds a shared lock on the file, so nobody else gets an exclusive one; a process that dies lets go of it.
 */
export function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const probe = new DatabaseSync(file);
  try {
    probe.exec('PRAGMA busy_timeout = 0');
    probe.exec('PRAGMA locking_mode = EXCLUSIVE');
    probe.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY) return true;
    throw error;
  } finally {
    probe.close();
  }
}

async function isSqliteUpToDate(file: string): Promise<boolean> {
  const connection = new SqliteConnection(file, true);
  const db = new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new SqliteDriver(connection),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  try {
    return await isUpToDate(db);
  } finally {
    await db.destroy();
    connection.close();
  }
}

async function isPostgresUpToDate(url: string): Promise<boolean> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  try {
    return await isUpToDate(db);
  } finally {
    await db.destroy();
  }
}

/** Whether the database has the schema of this version; looking changes nothing. */
export async function hasSchema(databaseUrl: string): Promise<boolean> {
  const file = sqliteFile(databaseUrl);
  if (file === null) return isPostgresUpToDate(databaseUrl);
  return existsSync(file) && (await isSqliteUpToDate(file));
}
