// The databases a behaviour must hold on: tests loop over them with `describe.each(databases())`.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { dataFolderOf } from './data-folder.ts';
import { createDatabase, dropDatabase } from './postgres-databases.ts';
import type {} from './run-databases.ts';
import { type Contents, contentsOf, giveBackDatabase, takeDatabase } from './used-databases.ts';

/** One empty database, for one test or one group of tests. */
export interface TestDatabase {
  /** What the server takes as `DATABASE_URL`. */
  url: string;
  /** Keeps what it holds, while nobody has it open; each call of what this resolves with makes one that begins so. */
  keep(): Promise<() => Promise<TestDatabase>>;
  dispose(): Promise<void>;
}

export interface DatabaseKind {
  name: 'sqlite' | 'postgres';
  /** A database with the present schema and nothing in it. */
  create(): Promise<TestDatabase>;
  /** A database without a schema. */
  createEmpty(): Promise<TestDatabase>;
}

const postgresUrls = inject('postgresUrls') ?? [];
/** The server of this process. */
const postgresUrl = postgresUrls[(Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % postgresUrls.length];

/** Why PostgreSQL is not among the databases; undefined when it is. */
export const postgresSkipped: string | undefined =
  postgresUrl === undefined ? (inject('postgresSkipped') ?? 'no server was started for this run') : undefined;

/** SQLite, and PostgreSQL where this test run has a server. */
export function databases(): DatabaseKind[] {
  const kinds: DatabaseKind[] = [
    {
      name: 'sqlite',
      create: () => createSqlite(inject('sqliteTemplate')),
      createEmpty: () => createSqlite(),
    },
  ];
  if (postgresUrl !== undefined) {
    kinds.push({
      name: 'postgres',
      create: () => usePostgres(postgresUrl),
      createEmpty: () => createPostgres(postgresUrl),
    });
  }
  return kinds;
}

/**
 * For what clients are told over their connections, which lies above the database: SQLite, and PostgreSQL too when
 * `PARLEY_EVERY_SDK` asks for it. What is stored, raced for or passed between processes is tested on both always.
 */
export function protocolDatabases(): DatabaseKind[] {
  return process.env['PARLEY_EVERY_SDK'] ? databases() : databases().slice(0, 1);
}

async function createSqlite(template?: string): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-sqlite-'));
  const file = join(directory, 'parley.db');
  if (template !== undefined) await copyFile(template, file);
  return {
    url: `sqlite:${file}`,
    async keep() {
      // Gone with the template at the end of the run.
      const kept = join(await mkdtemp(join(dirname(inject('sqliteTemplate')), 'kept-')), 'parley.db');
      await copyFile(file, kept);
      return () => createSqlite(kept);
    },
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

async function createPostgres(adminUrl: string): Promise<TestDatabase> {
  const url = await createDatabase(adminUrl);
  return { url, keep: keepPostgres(adminUrl, url), dispose: () => dropDatabase(adminUrl, url) };
}

async function usePostgres(adminUrl: string, contents?: Contents): Promise<TestDatabase> {
  const url = await takeDatabase(adminUrl, contents);
  return {
    url,
    keep: keepPostgres(adminUrl, url),
    async dispose() {
      await rm(dataFolderOf(url), { recursive: true, force: true });
      await giveBackDatabase(adminUrl, url);
    },
  };
}

function keepPostgres(adminUrl: string, url: string): TestDatabase['keep'] {
  return async () => {
    const contents = await contentsOf(url);
    return () => usePostgres(adminUrl, contents);
  };
}
