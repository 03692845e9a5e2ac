// The databases a behaviour must hold on: tests loop over them with `describe.each(databases())`.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type {} from './global-setup.ts';
import { createDatabase, dropDatabase } from './postgres-databases.ts';

/** One empty database, for one test or one group of tests. */
export interface TestDatabase {
  /** What the server takes as `DATABASE_URL`. */
  url: string;
  dispose(): Promise<void>;
}

export interface DatabaseKind {
  name: 'sqlite' | 'postgres';
  create(): Promise<TestDatabase>;
}

const postgresUrls = inject('postgresUrls') ?? [];
/** The server of this process. */
const postgresUrl = postgresUrls[(Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % postgresUrls.length];

/** Why PostgreSQL is not among the databases; undefined when it is. */
export const postgresSkipped: string | undefined =
  postgresUrl === undefined ? (inject('postgresSkipped') ?? 'no server was started for this run') : undefined;

/** SQLite, and PostgreSQL where this test run has a server. */
export function databases(): DatabaseKind[] {
  const kinds: DatabaseKind[] = [{ name: 'sqlite', create: createSqlite }];
  if (postgresUrl !== undefined) kinds.push({ name: 'postgres', create: () => createPostgres(postgresUrl) });
  return kinds;
}

async function createSqlite(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-sqlite-'));
  return {
    url: `sqlite:${join(directory, 'parley.db')}`,
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

async function createPostgres(adminUrl: string): Promise<TestDatabase> {
  const url = await createDatabase(adminUrl);
  return { url, dispose: () => dropDatabase(adminUrl, url) };
}
