// The embedded database: one SQLite file, one writing connection behind the commit queue, one reading one.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import { CommitQueue } from './commit-queue.ts';
import { type Database, type Reader, SignalListeners } from './database.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';
import { SqliteConnection, SqliteDriver } from './sqlite-driver.ts';
import { Whispers } from './whispers.ts';

/** Kysely migrates SQLite one statement, and one wait for the disk, at a time; SQLite can change a schema as a whole. */
class WholeSchemaAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function kyselyOn(connection: SqliteConnection): Reader {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new WholeSchemaAdapter(),
      createDriver: () => new SqliteDriver(connection),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** SQLite names the columns of a broken index, not the index: this finds the name back. */
async function indexOfColumns(connection: SqliteConnection, message: string): Promise<string | null> {
  const named = /^UNIQUE constraint failed: index '(.+)'$/.exec(message);
  if (named !== null) return named[1] as string;
  const list = /^UNIQUE constraint failed: (.+)$/.exec(message)?.[1];
  if (list === undefined) return null;
  const columns = list.split(', ').map((column) => column.split('.')[1]);
  const table = list.split('.')[0] as string;
  const { rows } = await connection.executeQuery<{ name: string; columns: string }>({
    sql: `SELECT i.name, (SELECT group_concat(c.name, ',') FROM pragma_index_info(i.name) c) AS columns
          FROM pragma_index_list(?) i WHERE i."unique" = 1`,
    parameters: [table],
  } as never);
  return rows.find((row) => row.columns === columns.join(','))?.name ?? null;
}

/** Opens (and creates) the SQLite file at `path`, its schema up to date. A commit has reached the disk when its command is answered. */
export async function openSqlite(path: string, clock: Clock): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true });
  const writer = new SqliteConnection(path, false);
  const writerDb = kyselyOn(writer);
  await migrate(writerDb);
  const reader = new SqliteConnection(path, true);
  const readerDb = kyselyOn(reader);
  const listeners = new SignalListeners();
  const whispers = new Whispers();
  const queue = new CommitQueue(writer, writerDb, listeners, clock);
  return {
    dialect: 'sqlite',
    isShared: false,
    read: readerDb,
    transaction: (work) => queue.submit(work),
    whisper: (topic, fact) => whispers.hear(topic, fact),
    onWhisper: (topic, listener) => whispers.on(topic, listener),
    onSignals: (listener) => listeners.add(listener),
    async violatedIndex(error) {
      return error instanceof Error ? indexOfColumns(reader, error.message) : null;
    },
    statementCount: () => writer.statementCount + reader.statementCount,
    async close() {
      await queue.idle();
      await Promise.all([readerDb.destroy(), writerDb.destroy()]);
      reader.close();
      writer.close();
    },
  };
}
