// Watches bulks go on: how many recipients have been written to by when, and what memory the server holds meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedCheck } from '../failed-check.ts';
import type { Rows } from '../routing/rows.ts';
import type { ParleyServer } from '../server.ts';
import { STRETCH_ENDS } from './plan.ts';

const LOOK_MS = 500;
/** Bulks in which nobody has been written to for so long have stopped. */
const PATIENCE_MS = 60_000;

/** What there was at a moment. */
export interface Sight {
  /** Seconds since the watch began. */
  readonly at: number;
  /** Recipients written to. */
  readonly written: number;
  /** Bytes of memory the server holds of the machine. */
  readonly resident: number;
  /** Bytes alive in it after a collection of garbage; asked for at the end of a stretch only. */
  readonly live: number | null;
}

async function written(rows: Rows): Promise<number> {
  const [row] = await rows.read<{ written: number }>(
    'SELECT CAST(count(*) AS integer) AS written FROM outbound_conversations WHERE bulk_sid IS NOT NULL',
  );
  return row!.written;
}

/** Looks twice a second until all recipients have been written to; `before` were written to before the watch. */
export async function watch(
  server: ParleyServer,
  rows: Rows,
  recipients: number,
  before = 0,
): Promise<Sight[]> {
  const sights: Sight[] = [];
  const ends = STRETCH_ENDS.map((end) => end * recipients);
  const began = performance.now();
  let changedAt = began;
  for (;;) {
    const [count, resident] = [(await written(rows)) - before, await server.ask('resident')];
    const now = performance.now();
    if (count !== sights.at(-1)?.written) changedAt = now;
    const passed = ends.filter((end) => end <= count).length;
    ends.splice(0, passed);
    const live = passed > 0 ? (await server.ask('memory')).live : null;
    sights.push({ at: (now - began) / 1_000, written: count, resident, live });
    if (count >= recipients) return sights;
    if (now - changedAt > PATIENCE_MS) {
      throw new FailedCheck(`bulks stopped after ${count} of ${recipients} recipients`);
    }
    await sleep(LOOK_MS);
  }
}
