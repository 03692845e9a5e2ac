import { existsSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** Bytes that must be free there; a run leaves a fraction of them at a time. */
const ROOM = 8 * 2 ** 30;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(bavail * bsize, freemem()) >= ROOM;
}

// Thousands of databases are made and thrown away: on a disk, tests would wait for it.
if (process.env['TMPDIR'] === undefined && hasRoom(IN_MEMORY)) process.env['TMPDIR'] = IN_MEMORY;

/** Files that are short to read and long to run. */
const LONG = /\/(conformance|interleavings|outbound-kill|routing-model|transports)\.test\.ts$/;

/** Large files first, as they take longest; begun last, a small one that takes long keeps the others waiting. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Two projects: `unit` holds pure rules beside their source, `behaviour` drives a running server. */
export default defineConfig({
  test: {
    // As many as the cores they are to run on: what tests start beside them, databases and browsers, fills the gaps.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Where a test cuts a connection, the SDK gives up what it had asked half a minute later, in a promise nobody holds.
    onUnhandledError: ({ message }) => !/^Twilsock: request timeout: TM/.test(message ?? ''),
    projects: [
      {
        test: {
          name: 'unit',
          // Rules hold no state.
          isolate: false,
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'behaviour',
          // Each server of a test is built from nothing and modules hold no state: loading them once a process is enough.
          isolate: false,
          include: ['packages/*/tests/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'packages/desk/tests/support/global-setup.ts',
          // A busy machine takes its time; what holds is seen at once.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
