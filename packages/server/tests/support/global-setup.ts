// Once for a whole test run: starts the PostgreSQL server that tests share, or says why there is none.

import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the shared server's administrative database. */
    postgresUrl?: string;
    /** Why there is no shared server. */
    postgresSkipped?: string;
  }
}

/** Called by the test runner before the first test; what it returns is called after the last one. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const wanted = process.env['PARLEY_PG_BIN'];
  const binaries = findPostgresBinaries();
  try {
    if (!binaries) throw new Error(`no PostgreSQL binaries in ${wanted ?? '/usr/lib/postgresql or PATH'}`);
    const server = await startPostgres({ binaries });
    project.provide('postgresUrl', server.url('postgres'));
    return () => server.stop();
  } catch (error) {
    // Somebody who names an installation wants it tested, not skipped.
    if (wanted) throw error;
    const reason = (error as Error).message.trim().replaceAll('\n', ' ');
    project.provide('postgresSkipped', reason);
    console.log(`PostgreSQL tests are skipped: ${reason}`);
    return undefined;
  }
}
