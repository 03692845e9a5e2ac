import { defineConfig } from 'vitest/config';

/** Two projects: `unit` holds pure rules beside their source, `behaviour` drives a running server. */
export default defineConfig({
  test: {
    // Much of what a test takes is waiting for disks, timers of clients and other processes, also on two cores.
    maxWorkers: 4,
    // Where a test cuts a connection, the SDK gives up what it had asked half a minute later, in a promise nobody holds.
    onUnhandledError: ({ message }) => !/^Twilsock: request timeout: TM/.test(message ?? ''),
    projects: [
      {
        test: {
          name: 'unit',
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
          globalSetup: [
            'packages/server/tests/support/global-setup.ts',
            'packages/desk/tests/support/global-setup.ts',
          ],
          // A busy machine takes its time; what holds is seen at once.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
