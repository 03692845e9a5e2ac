// The PostgreSQL that tests run on must be isolated, complete in its clean-up and hard to leave behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import type { Transaction } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases, postgresSkipped, type TestDatabase } from './databases.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { connect } from './postgres-databases.ts';
import { readableTables } from './readable-tables.ts';

describe.skipIf(postgresSkipped !== undefined)('a throw-away server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: true });
  });
  afterAll(() => server.stop());

  test('keeps its databases apart', async () => {
    const [first, second] = [await server.createDatabase(), await server.createDatabase()];
    expect(first).not.toBe(second);
    await query(first, 'CREATE TABLE only_here (id int)');
    await expect(query(second, 'SELECT * FROM only_here')).rejects.toThrow('does not exist');
  });

  test('syncs commits when asked to', async () => {
    expect(await query(server.url('postgres'), 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(server.url('postgres'), 'SHOW synchronous_commit')).toEqual([
      { synchronous_commit: 'on' },
    ]);
  });

  test('leaves neither process nor directory when stopped, even with open connections', async () => {
    const another = await startPostgres();
    const client = new pg.Client({ connectionString: another.url('postgres') });
    client.on('error', () => {});
    await client.connect();
    expect(isRunning(another.pid)).toBe(true);
    await another.stop();
    expect(isRunning(another.pid)).toBe(false);
    expect(existsSync(another.directory)).toBe(false);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('ends with its owner after %s', async (signal) => {
    const script = `
      const { startPostgres } = await import(process.argv[1]);
      const server = await startPostgres();
      console.log(JSON.stringify({ url: server.url('postgres'), directory: server.directory }));
      setInterval(() => {}, 1000);
    `;
    const postgres = fileURLToPath(new URL('./postgres.ts', import.meta.url));
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script, postgres], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const { url, directory } = JSON.parse(line.toString()) as { url: string; directory: string };
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    owner.kill(signal);
    await vi.waitFor(() => expect(existsSync(directory)).toBe(false), { timeout: 20_000, interval: 50 });
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });
});

describe.each(databases())('a test database on $name', ({ name, create, createEmpty }) => {
  test('has an address of its own', async () => {
    const [first, second] = [await create(), await create()];
    expect(first.url).not.toBe(second.url);
    expect(first.url).toMatch(name === 'sqlite' ? /^sqlite:\/.*\/parley\.db$/ : /^postgres:\/\//);
    await first.dispose();
    await second.dispose();
  });

  test('is gone after use when it was made without a schema', async () => {
    const { url, dispose } = await createEmpty();
    await dispose();
    if (name === 'postgres') await expect(query(url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  test('is as new when another test used it, and cuts off who still does', async () => {
    const before = await contentsOf(await create());
    const used = await create();
    const database = await openDatabase(used.url, manualClock());
    await database.transaction(async (tx) => {
      for (let number = 0; number < 3_000; number += 1) await addTimer(tx, `${number}`);
      await tx.db.deleteFrom('outbox_turns').execute();
    });
    // A transaction that is open keeps the rows it touched.
    const held = name === 'postgres' ? await connect(used.url) : undefined;
    held?.on('error', () => {});
    await held?.query('BEGIN');
    await held?.query('DELETE FROM timers');
    await used.dispose();
    if (held !== undefined) await expect(held.query('SELECT 1')).rejects.toThrow();
    await database.close();
    expect(await contentsOf(await create())).toEqual(before);
  });

  const addTimer = (tx: Transaction, subject: string) =>
    tx.db.insertInto('timers').values({ kind: 'test', subject, due_at: 0, data: '{}' }).execute();

  /** How many rows each table has. */
  async function contentsOf({ url, dispose }: TestDatabase): Promise<unknown> {
    const database = await openDatabase(url, manualClock());
    const tables = await readableTables(database.read);
    const counts = await Promise.all(
      tables.map(async (table) => {
        const { rows } = await sql`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(database.read);
        return [table, rows[0]];
      }),
    );
    await database.close();
    await dispose();
    return counts;
  }
});

test('a named directory without binaries is not replaced by another installation', () => {
  expect(findPostgresBinaries({ ...process.env, PARLEY_PG_BIN: '/nonexistent' })).toBeUndefined();
});

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
