// Rows added to those that are there are merged by the rule, however many at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { addRows, type MergeRule } from '#storage/add-rows.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

const ADDED: MergeRule = { key: ['subject', 'kind'], columns: { due_at: 'add', data: 'replace' } };
const LEAST: MergeRule = { key: ['subject', 'kind'], columns: { due_at: 'least' } };
const MOST: MergeRule = { key: ['subject', 'kind'], columns: { due_at: 'most' } };

describe.each(databases())('rows added on $name', ({ create }) => {
  let database: Database;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const made = await create();
    dispose = made.dispose;
    database = await openDatabase(made.url, manualClock());
  });
  afterAll(async () => {
    await database.close();
    await dispose();
  });

  it('are new, or add to and replace what has their key', async () => {
    const rows = (due_at: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        kind: 'k',
        subject: `${index}`,
        due_at,
        data: `${due_at}`,
      }));
    for (const [due, count] of [
      [1, 150],
      [10, 147],
    ] as const) {
      await database.transaction((tx) => addRows(tx, 'timers', ADDED, rows(due, count)));
    }
    const stored = await database.read.selectFrom('timers').select(['due_at', 'data']).execute();
    expect(stored.filter((row) => row.due_at === 11 && row.data === '10')).toHaveLength(147);
    expect(stored.filter((row) => row.due_at === 1 && row.data === '1')).toHaveLength(3);
    expect(stored).toHaveLength(150);
  });

  it('keep the least or the most of both, and leave columns alone that the rule does not name', async () => {
    const add = (rule: MergeRule, subject: string, due_at: number) =>
      database.transaction((tx) =>
        addRows(tx, 'timers', rule, [{ kind: 'extreme', subject, due_at, data: `${due_at}` }]),
      );
    for (const due of [5, 3, 7]) {
      await add(LEAST, 'least', due);
      await add(MOST, 'most', due);
    }
    const stored = await database.read
      .selectFrom('timers')
      .select(['subject', 'due_at', 'data'])
      .where('kind', '=', 'extreme')
      .orderBy('subject')
      .execute();
    expect(stored.map((row) => [row.subject, row.due_at, row.data])).toEqual([
      ['least', 3, '5'],
      ['most', 7, '5'],
    ]);
  });
});
