// The schema of an empty database: made once, however many server processes find it missing.
import { describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { isUpToDate } from '#storage/migrate.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

describe.each(databases())('an empty database on $name', ({ createEmpty, name }) => {
  it('is given the schema by whoever opens it, also by several at once', async () => {
    const { url, dispose } = await createEmpty();
    const opening = Array.from({ length: name === 'postgres' ? 4 : 1 }, () =>
      openDatabase(url, manualClock(0), () => {}),
    );
    const opened = await Promise.all(opening);
    for (const database of opened) expect(await isUpToDate(database.read as never)).toBe(true);
    for (const database of opened) await database.close();
    await dispose();
  });
});
