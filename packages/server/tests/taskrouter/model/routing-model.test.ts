// Routing held against a plain model of its rules: random workspaces, tasks, answers, edits, restarts and time.
// PARLEY_MODEL_SECONDS (8) bounds a run, PARLEY_MODEL_SEED (a number or `random`) and PARLEY_MODEL_PATH repeat one.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { commands } from './commands.ts';
import { setting } from './grammar.ts';
import { counts, Run } from './run.ts';
import { ServerUnderTest } from './server-under-test.ts';

const SECONDS = Number(process.env['PARLEY_MODEL_SECONDS'] ?? 8);
/** How long a failing run may be shortened. */
const SHRINKING_SECONDS = 120;
const SEED = process.env['PARLEY_MODEL_SEED'] ?? '20260601';
const PATH = process.env['PARLEY_MODEL_PATH'];

describe.each(databases())('routing beside its model on $name', ({ create }) => {
  let server: ServerUnderTest;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await ServerUnderTest.start(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('ends every step where the rules say, and keeps what must always hold', {
    timeout: (SECONDS + SHRINKING_SECONDS + 60) * 1_000,
  }, async () => {
    const before = { ...counts };
    const begin = Date.now();
    let hasFailed = false;
    const property = fc.asyncProperty(setting, commands, async (given, steps) => {
      const seconds = (Date.now() - begin) / 1_000;
      if (seconds > SECONDS + (hasFailed ? SHRINKING_SECONDS : 0)) return;
      try {
        await fc.asyncModelRun(async () => {
          const run = await Run.start(server, given);
          return { model: run, real: run };
        }, steps);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    });
    await fc.assert(property, {
      numRuns: SECONDS * 20,
      // Small numbers are not more interesting here than others.
      unbiased: true,
      ...(SEED === 'random' ? {} : { seed: Number(SEED) }),
      ...(PATH === undefined ? {} : { path: PATH }),
    });
    const made = counts.steps - before.steps;
    const summary = Object.entries(counts).map(
      ([what, count]) => `${what} ${count - before[what as keyof typeof counts]}`,
    );
    console.info(summary.join(', '));
    expect(made).toBeGreaterThan(SECONDS);
  });
});
