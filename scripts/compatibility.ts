// Writes docs/compatibility.md from a conformance run on SQLite. Run it after building or changing operations;
// a test fails while the committed page says something else.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageOf, tableOf } from '../packages/server/tests/conformance/report.ts';
import { runConformance } from '../packages/server/tests/conformance/run.ts';

const page = new URL('../docs/compatibility.md', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'parley-compatibility-'));
try {
  const reports = await runConformance(`sqlite:${join(folder, 'parley.db')}`);
  for (const { operations, interruption } of reports) {
    if (interruption !== undefined) console.error(interruption);
    for (const { operation, problems } of operations) {
      for (const problem of problems)
        console.error(`${operation.product} ${operation.operationId}: ${problem}`);
    }
  }
  writeFileSync(page, pageOf(reports));
  console.log(tableOf(reports));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
