// The databases of a whole test run: starts the PostgreSQL servers of the tests, one for each process that runs them,
// or says why there is none. The order of events waits for the open transactions of a whole server, so two would hold
// up each other.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { systemClock } from '#kernel/clock.ts';
import { openDatabase } from '#storage/open.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { connect, TEMPLATE } from './postgres-databases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the servers' administrative databases. */
    postgresUrls?: readonly string[];
    /** A SQLite file with the present schema. */
    sqliteTemplate: string;
    /** Why there is no server. */
    postgresSkipped?: string;
  }
}

/** A database with the schema, made once: it takes longer than most tests. */
async function migrated(url: string): Promise<void> {
  const database = await openDatabase(url, systemClock(), () => {});
  await database.close();
}

async function postgresWithTemplate(binaries: string): Promise<PostgresServer> {
  const server = await startPostgres({ binaries });
  const admin = await connect(server.url('postgres'));
  await admin.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
  await admin.end();
  await migrated(server.url(TEMPLATE));
  return server;
}

/** Provides the databases of a test run; what it resolves with stops them. */
export async function startDatabases(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-template-'));
  const sqliteTemplate = join(directory, 'parley.db');
  await migrated(`sqlite:${sqliteTemplate}`);
  project.provide('sqliteTemplate', sqliteTemplate);
  const servers = await startServers(project);
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(directory, { recursive: true, force: true });
  };
}

async function startServers(project: TestProject): Promise<readonly PostgresServer[]> {
  const wanted = process.env['PARLEY_PG_BIN'];
  const binaries = findPostgresBinaries();
  try {
    if (!binaries) throw new Error(`no PostgreSQL binaries in ${wanted ?? '/usr/lib/postgresql or PATH'}`);
    const workers = Math.max(1, Number(project.vitest.config.maxWorkers) || 1);
    const servers = await Promise.all(Array.from({ length: workers }, () => postgresWithTemplate(binaries)));
    project.provide(
      'postgresUrls',
      servers.map((server) => server.url('postgres')),
    );
    return servers;
  } catch (error) {
    // Somebody who names an installation wants it tested, not skipped.
    if (wanted) throw error;
    const reason = (error as Error).message.trim().replaceAll('\n', ' ');
    project.provide('postgresSkipped', reason);
    console.log(`PostgreSQL tests are skipped: ${reason}`);
    return [];
  }
}
