// Once for a whole test run: starts the PostgreSQL servers of the tests, one for each process that runs them, or says
// why there is none. The order of events waits for the open transactions of a whole server, so two would hold up each
// other.

import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the servers' administrative databases. */
    postgresUrls?: readonly string[];
    /** Why there is no server. */
    postgresSkipped?: string;
  }
}

/** Called by the test runner before the first test; what it returns is called after the last one. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const wanted = process.env['PARLEY_PG_BIN'];
  const binaries = findPostgresBinaries();
  try {
    if (!binaries) throw new Error(`no PostgreSQL binaries in ${wanted ?? '/usr/lib/postgresql or PATH'}`);
    const workers = Math.max(1, Number(project.vitest.config.maxWorkers) || 1);
    const servers = await Promise.all(Array.from({ length: workers }, () => startPostgres({ binaries })));
    project.provide(
      'postgresUrls',
      servers.map((server) => server.url('postgres')),
    );
    return async () => {
      await Promise.all(servers.map((server) => server.stop()));
    };
  } catch (error) {
    // Somebody who names an installation wants it tested, not skipped.
    if (wanted) throw error;
    const reason = (error as Error).message.trim().replaceAll('\n', ' ');
    project.provide('postgresSkipped', reason);
    console.log(`PostgreSQL tests are skipped: ${reason}`);
    return undefined;
  }
}
