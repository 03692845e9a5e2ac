// The two kinds of database, each with copies of prepared databases: a file, or a database with a template.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../../packages/server/tests/support/postgres.ts';
import { connect, dropDatabase } from '../../packages/server/tests/support/postgres-databases.ts';

/** Where databases are made, copied and removed. */
export interface Store {
  readonly id: StoreId;
  /** A fresh empty database; its address. */
  create(): Promise<string>;
  /** Brings a filled database to the state a running one is kept in: statistics taken, everything on the disk. */
  tidy(databaseUrl: string): Promise<void>;
  /** A copy of a database nobody has open; its address. */
  copy(databaseUrl: string): Promise<string>;
  remove(databaseUrl: string): Promise<void>;
  /** Milliseconds of processor time the database took in processes of its own; null when it has none. */
  processorTime(): number | null;
}

export const STORES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

export type StoreId = keyof typeof STORES;

const name = () => `routing_${randomUUID().replaceAll('-', '')}`;

/** SQLite files in a folder. */
export function sqliteStore(folder: string): Store {
  const fresh = () => join(folder, `${name()}.db`);
  const pathOf = (url: string) => url.slice('sqlite:'.length);
  return {
    id: 'sqlite',
    create: async () => `sqlite:${fresh()}`,
    // The last connection that closes has written everything into the file.
    tidy: async () => {},
    async copy(url) {
      const path = fresh();
      await copyFile(pathOf(url), path);
      return `sqlite:${path}`;
    },
    async remove(url) {
      for (const end of ['', '-wal', '-shm']) await rm(pathOf(url) + end, { force: true });
    },
    processorTime: () => null,
  };
}

const TICK_MS = 10;

/** Fields of /proc/<pid>/stat behind the name, which may contain blanks. */
function statOf(pid: number | string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    // The process has ended.
    return [];
  }
}

/** Processor time of a process, its children, and those of its children that ended; null where there is no /proc. */
function familyTime(pid: number): number | null {
  const own = statOf(pid);
  if (own.length === 0) return null;
  const [user, system, endedUser, endedSystem] = own.slice(11, 15).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  let ticks = user + system + endedUser + endedSystem;
  for (const other of readdirSync('/proc')) {
    if (!/^\d+$/.test(other)) continue;
    const fields = statOf(other);
    if (Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * TICK_MS;
}

/** Databases of a PostgreSQL server. */
export function postgresStore(server: PostgresServer): Store {
  const adminUrl = server.url('postgres');
  const run = async (url: string, statements: readonly string[]) => {
    const client = await connect(url);
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    id: 'postgres',
    create: () => server.createDatabase(),
    tidy: (url) => run(url, ['VACUUM ANALYZE', 'CHECKPOINT']),
    async copy(url) {
      const copy = name();
      const template = new URL(url).pathname.slice(1);
      await run(adminUrl, [`CREATE DATABASE ${copy} TEMPLATE ${template}`, 'CHECKPOINT']);
      return server.url(copy);
    },
    remove: (url) => dropDatabase(adminUrl, url),
    processorTime: () => familyTime(server.pid),
  };
}

/**
 * Both kinds, PostgreSQL on a server of its own whose commits reach the disk; it stops with `running`. `absent` says why
 * there is no PostgreSQL. `settings` are further ones of that server.
 */
export async function startStores(
  folder: string,
  running: AsyncDisposableStack,
  settings: readonly string[] = [],
): Promise<{ stores: Store[]; absent: string | null }> {
  const stores = [sqliteStore(folder)];
  try {
    const server = await startPostgres({ fsync: true, settings });
    running.defer(() => server.stop());
    return { stores: [...stores, postgresStore(server)], absent: null };
  } catch (error) {
    return { stores, absent: (error as Error).message.split('\n', 1)[0]! };
  }
}
