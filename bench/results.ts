// The tables of a run: rates and latencies, goals, and where the server's time went.
import { GOALS, ratioOf } from './goals.ts';
import type { Cell } from './measure.ts';
import { PARTS, type TimeShares } from './profile.ts';
import { medianOf } from './statistics.ts';
import { number, percent, spread, table } from './table.ts';
import { TARGETS, type TargetId } from './targets.ts';

/** Everything a run found out. */
export interface Results {
  readonly cells: readonly Cell[];
  readonly absent: Readonly<Partial<Record<TargetId, string>>>;
  readonly shares: Readonly<Partial<Record<TargetId, TimeShares>>>;
}

const targetIds = Object.keys(TARGETS) as TargetId[];

function median(cells: readonly Cell[], pick: (cell: Cell) => number | null): string {
  const values = cells.map(pick).filter((value) => value !== null);
  return values.length === 0 ? '–' : number(medianOf(values));
}

function connectionsOf(cells: readonly Cell[]): number[] {
  return [...new Set(cells.map((cell) => cell.connections))];
}

/** One row for each target and number of connections; below them, why a target was not measured. */
export function ratesTable({ cells, absent }: Results): string {
  const rows = connectionsOf(cells).flatMap((connections) =>
    targetIds.map((id) => {
      const start = [TARGETS[id], String(connections)];
      if (absent[id] !== undefined) return [...start, 'not measured'];
      const own = cells.filter((cell) => cell.target === id && cell.connections === connections);
      const isYardstick = id === 'bare' || id === 'prism';
      const against = (yardstick: TargetId) =>
        isYardstick ? '' : spread(ratioOf(cells, id, yardstick, connections));
      return [
        ...start,
        median(own, (cell) => cell.perSecond),
        median(own, (cell) => cell.p50Ms),
        median(own, (cell) => cell.p99Ms),
        against('bare'),
        against('prism'),
        median(own, (cell) => cell.statements),
        median(own, (cell) => cell.settleMs),
      ];
    }),
  );
  const head = [
    'What answers a posted message',
    'connections',
    'per second',
    'p50 ms',
    'p99 ms',
    'of nothing stored',
    'times Prism',
    'statements',
    'settled after ms',
  ];
  const reasons = targetIds.flatMap((id) =>
    absent[id] === undefined ? [] : [`\n\n${TARGETS[id]} could not be measured: ${absent[id]}`],
  );
  return table(head, rows) + reasons.join('');
}

/** The goals at the highest number of connections. */
export function goalsTable({ cells }: Results): string {
  const connections = Math.max(...connectionsOf(cells));
  const rows = GOALS.map(({ ours, yardstick, atLeast }) => {
    const ratio = ratioOf(cells, ours, yardstick, connections);
    const verdict = ratio === null ? 'not measured' : ratio.median >= atLeast ? 'met' : 'missed';
    return [`${TARGETS[ours]} / ${TARGETS[yardstick]}`, `≥ ${atLeast}`, spread(ratio), verdict];
  });
  return table([`Goal at ${connections} connections`, 'wanted', 'measured', 'verdict'], rows);
}

/** Where the time of the server's main thread went. */
export function sharesTable({ shares }: Results): string {
  const ids = targetIds.filter((id) => shares[id] !== undefined);
  const rows = PARTS.map((part) => [part, ...ids.map((id) => percent(shares[id]!.parts[part]))]);
  const idle = ['idle, of the whole time', ...ids.map((id) => percent(shares[id]!.idle))];
  return table(['Time of the main thread', ...ids.map((id) => TARGETS[id])], [...rows, idle]);
}
