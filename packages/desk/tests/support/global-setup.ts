// Once for a whole test run: the desk is built, when there is a browser to look at it.
import { ensureDeskIsBuilt } from '../../../../scripts/desk-sources.ts';
import { BROWSER } from '../../../server/tests/support/browser.ts';

/** Called by the test runner before the first test. */
export function setup(): void {
  if (BROWSER === undefined) console.log('Browser tests are skipped: there is no Chromium');
  else ensureDeskIsBuilt();
}
