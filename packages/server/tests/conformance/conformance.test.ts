// Every built operation answers as documented, every other one says that it is not built, and the committed page
// on compatibility says the same. After a change run `node scripts/compatibility.ts`.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { addressOf, reportedProducts } from './documented.ts';
import { pageOf, stateOf, tableOf } from './report.ts';
import { type ProductReport, runConformance } from './run.ts';

const committed = new URL('../../../../docs/compatibility.md', import.meta.url);

let table = '';

describe.each(databases())('conformance on $name', ({ create }) => {
  let reports: ProductReport[];

  beforeAll(async () => {
    const database = await create();
    reports = await runConformance(database.url);
    await database.dispose();
    table = tableOf(reports);
  });

  it.each(reportedProducts)('every built operation of %s answers as documented', (product) => {
    const report = reports.find((candidate) => candidate.product === product)!;
    const problems = report.operations.flatMap(({ operation, problems: found }) =>
      found.map((problem) => `${operation.operationId}: ${problem}`),
    );
    expect([...(report.interruption === undefined ? [] : [report.interruption]), ...problems]).toEqual([]);
  });

  it('lacks only what is out of scope', () => {
    const lacking = reports
      .flatMap(({ operations }) => operations)
      .filter((report) => stateOf(report) === 'not built')
      .map(({ operation }) => addressOf(operation));
    expect(lacking).toEqual([]);
  });

  it('is what docs/compatibility.md says; else run scripts/compatibility.ts', () => {
    expect(pageOf(reports) === readFileSync(committed, 'utf8')).toBe(true);
  });
});

afterAll(() => {
  console.log(`\n${table}\n`);
});
