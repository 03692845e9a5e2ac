// Reads on PostgreSQL share a few connections: they neither wait for a slow one nor for a broken one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

const READS = 200;
const A_LOCK = 7;

describe.each(databases().filter(({ name }) => name === 'postgres'))(
  'shared reads on $name',
  ({ create }) => {
    let database: Database;
    let dispose: () => Promise<void>;
    let broken: () => void;

    beforeEach(async () => {
      const created = await create();
      dispose = created.dispose;
      database = await openDatabase(created.url, manualClock(), () => broken());
    });
    afterEach(async () => {
      await database.close();
      await dispose();
    });

    const backend = async () => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(database.read);
      return rows[0]!.pid;
    };

    it('asks one backend what is asked in one turn', async () => {
      const pids = await Promise.all(Array.from({ length: READS }, backend));
      expect(new Set(pids).size).toBe(1);
    });

    it('keeps each answer with its question', async () => {
      const answers = await Promise.all(
        Array.from({ length: READS }, async (_, number) => {
          if (number % 3 === 0) await nextTurn();
          if (number % 7 === 0) return sql`SELECT 1 / 0`.execute(database.read).catch(() => 'refused');
          const { rows } = await sql<{ value: number }>`SELECT ${number}::int AS value`.execute(
            database.read,
          );
          return rows[0]!.value;
        }),
      );
      expect(answers).toEqual(
        Array.from({ length: READS }, (_, number) => (number % 7 === 0 ? 'refused' : number)),
      );
    });

    it('has a read go past one that takes long', async () => {
      const order: string[] = [];
      let slow: Promise<unknown> = Promise.resolve();
      await database.transaction(async (tx) => {
        await sql`SELECT pg_advisory_xact_lock(${A_LOCK})`.execute(tx.db);
        slow = sql`SELECT pg_advisory_lock_shared(${A_LOCK})`
          .execute(database.read)
          .then(() => order.push('slow'));
        await nextTurn();
        await backend();
        order.push('quick');
      });
      await slow;
      expect(order).toEqual(['quick', 'slow']);
    });

    it('replaces a connection that broke', async () => {
      const pid = await backend();
      const heard = new Promise<void>((resolve) => {
        broken = resolve;
      });
      await database.transaction((tx) => sql`SELECT pg_terminate_backend(${pid}::int)`.execute(tx.db));
      await heard;
      expect(await backend()).not.toBe(pid);
    });

    it('refuses to write', async () => {
      await expect(database.read.transaction().execute(async () => {})).rejects.toThrow('no transactions');
    });
  },
);
