// Once for a whole test run: the databases, and beside them the desk, when there is a browser to look at it.
import type { TestProject } from 'vitest/node';
import { ensureDeskIsBuilt } from '../../../../scripts/desk-sources.ts';
import { BROWSER } from '../../../server/tests/support/browser.ts';
import { startDatabases } from '../../../server/tests/support/run-databases.ts';

async function buildDesk(): Promise<void> {
  if (BROWSER === undefined) console.log('Browser tests are skipped: there is no Chromium');
  else await ensureDeskIsBuilt();
}

/** Called by the test runner before the first test; what it returns is called after the last one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [stopDatabases] = await Promise.all([startDatabases(project), buildDesk()]);
  return stopDatabases;
}
