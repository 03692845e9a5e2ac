// Runs the outbound benchmark: calls beside what bounds them, then bulks, on each database.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STORES, startStores } from '../routing/stores.ts';
import { number, whole } from '../table.ts';
import { measureBulk } from './measure-bulk.ts';
import { measureCalls } from './measure-calls.ts';
import type { OutboundOptions } from './plan.ts';
import { callLine, type OutboundResults } from './results.ts';

/** Measures calls and bulks; `tell` hears of every cell. What it starts is stopped with `running`, or before. */
export async function measureOutbound(
  options: OutboundOptions,
  folder: string,
  running: AsyncDisposableStack,
  tell: (line: string) => void,
): Promise<OutboundResults> {
  const own = join(folder, 'outbound');
  await mkdir(own, { recursive: true });
  running.defer(() => rm(own, { recursive: true, force: true }));
  const { stores, absent } = await startStores(own, running);
  const results: OutboundResults = { options, absent, calls: [], bulks: [] };
  for (const store of stores) {
    const cells = await measureCalls(store, options, own, running, (cell) => tell(callLine(cell)));
    results.calls.push(...cells);
  }
  for (const store of stores) {
    const cell = await measureBulk(store, options.recipients[store.id], own, running);
    tell(
      `${STORES[store.id]}, ${whole(cell.recipients)} recipients of bulks in ${number(cell.doneAfter)} s: ` +
        `${number(cell.recipients / cell.doneAfter)}/s`,
    );
    results.bulks.push(cell);
  }
  return results;
}
