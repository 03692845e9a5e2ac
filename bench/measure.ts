// Runs the rounds: in each, every target at every number of connections once, so that all of them see the
// same machine and ratios are taken within a round.
import { Bookkeeper } from './bookkeeping.ts';
import { FailedCheck } from './failed-check.ts';
import type { MessageOptions } from './options.ts';
import type { ParleyServer } from './server.ts';
import { TARGETS, type Target, type TargetId } from './targets.ts';
import { type Load, runLoad } from './wrk.ts';

/** The outcome of one target at one number of connections in one round. */
export interface Cell extends Load {
  readonly target: TargetId;
  readonly connections: number;
  readonly round: number;
  /** Database statements for each message, those of the work that follows included; null without a database. */
  readonly statements: number | null;
  /** Milliseconds after the last answer until all that follows a message was done as well. */
  readonly settleMs: number | null;
}

/** Measures cells and checks each of them. */
export class Measurement {
  readonly #seconds: number;
  readonly #books = new Map<ParleyServer, Bookkeeper>();

  constructor(seconds: number, targets: readonly Target[]) {
    this.#seconds = seconds;
    for (const { keeper } of targets) {
      if (keeper === null) continue;
      const book = new Bookkeeper();
      // The probe.
      book.add(1, 0);
      this.#books.set(keeper, book);
    }
  }

  /** Runs one cell. Throws `FailedCheck` when anything was refused, lost or left out. */
  async cell(target: Target, connections: number, round: number): Promise<Cell> {
    const { id, keeper } = target;
    const before = (await keeper?.ask('statements')) ?? 0;
    const load = await runLoad(target.place.url, target.requestsFile, connections, this.#seconds);
    if (load.problems !== '') {
      throw new FailedCheck(`${TARGETS[id]}, ${connections} connections: ${load.problems}`);
    }
    const facts = { ...load, target: id, connections, round };
    if (keeper === null) return { ...facts, statements: null, settleMs: null };
    const settleMs = await keeper.ask('settle');
    const after = await keeper.ask('statements');
    const book = this.#books.get(keeper)!;
    book.add(load.answered, connections);
    book.verify(await keeper.ask('ledger'));
    return { ...facts, statements: (after - before) / load.answered, settleMs };
  }
}

/** Warms all targets up, then measures every round; `tell` hears of each cell. */
export async function measure(
  measurement: Measurement,
  targets: readonly Target[],
  { rounds, connections }: MessageOptions,
  tell: (cell: Cell) => void,
): Promise<Cell[]> {
  for (const target of targets) await measurement.cell(target, connections.at(-1)!, 0);
  const cells: Cell[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const count of connections) {
      for (const target of targets) {
        const cell = await measurement.cell(target, count, round);
        cells.push(cell);
        tell(cell);
      }
    }
  }
  return cells;
}
