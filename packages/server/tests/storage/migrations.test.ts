// A schema is brought up to date as a whole: when a step fails, nothing of it has happened, and the next start tries again.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

describe.each(databases().filter(({ name }) => name === 'sqlite'))(
  'migrations on $name',
  ({ createEmpty }) => {
    it('leave nothing behind when one of them fails, and succeed once nothing is in their way', async () => {
      const { url, dispose } = await createEmpty();
      const file = url.slice('sqlite:'.length);
      const tables = (): string[] => {
        const handle = new DatabaseSync(file);
        const rows = handle
          .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
          .all();
        handle.close();
        return rows.map((row) => String(row['name']));
      };
      const run = (statement: string) => {
        const handle = new DatabaseSync(file);
        handle.exec(statement);
        handle.close();
      };
      // A table of one of the last migrations is there already.
      run('CREATE TABLE sending_rules (x)');
      await expect(openDatabase(url, manualClock(0), () => {})).rejects.toThrow(/sending_rules/);
      const left = tables().filter((name) => !name.startsWith('kysely_'));
      expect(left).toEqual(['sending_rules']);
      run('DROP TABLE sending_rules');
      const database = await openDatabase(url, manualClock(0), () => {});
      await database.close();
      expect(tables()).toContain('sending_rules');
      await dispose();
    });
  },
);
