// Queries that are built once: every call is answered for its own values.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { prepared } from '#storage/prepared.ts';
import { databases } from '../support/databases.ts';

describe.each(databases())('a prepared query on $name', ({ create }) => {
  let database: Database;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const created = await create();
    dispose = created.dispose;
    database = await openDatabase(created.url, manualClock());
    const row = (processor: string, event_id: number) => ({
      processor,
      event_id,
      reason: 'none',
      date_created: 0,
    });
    await database.transaction(async (tx) => {
      await tx.db
        .insertInto('event_failures')
        .values([row('a', 1), row('a', 2), row('b', 3)])
        .execute();
    });
  });
  afterEach(async () => {
    await database.close();
    await dispose();
  });

  const open = () => {
    let built = 0;
    const query = prepared((db, of: { after: number; processor: string }) => {
      built += 1;
      return db
        .selectFrom('event_failures')
        .select('event_id')
        .where('reason', '=', 'none')
        .where('processor', '=', of.processor)
        .where('event_id', '>', of.after)
        .orderBy('event_id');
    });
    return { query, built: () => built };
  };

  it('is built once and takes the values of each call, also those it shares with none', async () => {
    const { query, built } = open();
    expect(await query(database.read, { processor: 'a', after: 0 })).toEqual([
      { event_id: 1 },
      { event_id: 2 },
    ]);
    expect(await query(database.read, { processor: 'b', after: 2 })).toEqual([{ event_id: 3 }]);
    expect(await query(database.read, { processor: 'a', after: 1 })).toEqual([{ event_id: 2 }]);
    expect(built()).toBe(1);
  });

  it('reads in a transaction what that has written', async () => {
    const { query } = open();
    const seen = await database.transaction(async (tx) => {
      await tx.db
        .insertInto('event_failures')
        .values({ processor: 'b', event_id: 4, reason: 'none', date_created: 0 })
        .execute();
      return query(tx.db, { processor: 'b', after: 0 });
    });
    expect(seen).toEqual([{ event_id: 3 }, { event_id: 4 }]);
  });
});
