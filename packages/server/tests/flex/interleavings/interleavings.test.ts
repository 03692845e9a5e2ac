// Outbound, inbound, ends, stops, waiting, repairs and restarts in any order: what must hold, holds after every step.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { Stage } from './stage.ts';
import { stories } from './steps.ts';

/** Stories for each database; `PARLEY_STORIES` asks for more. */
const STORIES = Number(process.env['PARLEY_STORIES'] ?? 5);
const LONGEST = 25;

describe.each(databases())('random stories on $name', ({ create }) => {
  it('keep each pair in one open conversation, every message once, and nothing the reconciler cannot mend', async () => {
    await fc.assert(
      fc.asyncProperty(stories(LONGEST), async (story) => {
        const database = await create();
        const stage = await Stage.open(database.url);
        try {
          for (const [at, step] of story.entries()) {
            await stage.play(step);
            expect(await stage.faults(), `after step ${at}, ${JSON.stringify(step)}`).toEqual([]);
          }
          expect(await stage.leftovers()).toEqual([]);
          expect(await stage.faults(), 'at the end').toEqual([]);
        } finally {
          await stage.close();
          await database.dispose();
        }
      }),
      { numRuns: STORIES, endOnFailure: false, interruptAfterTimeLimit: 100_000 },
    );
  }, 120_000);
});
