// What Parley wants to reach, as ratios within a round, and whether it does.
import type { Cell } from './measure.ts';
import { type Spread, spreadOf } from './statistics.ts';
import type { TargetId } from './targets.ts';

/** A ratio to reach at the highest number of connections. */
export interface Goal {
  readonly ours: TargetId;
  readonly yardstick: TargetId;
  readonly atLeast: number;
}

export const GOALS: readonly Goal[] = [
  { ours: 'sqlite', yardstick: 'bare', atLeast: 0.4 },
  { ours: 'postgres', yardstick: 'bare', atLeast: 0.3 },
  { ours: 'sqlite', yardstick: 'prism', atLeast: 10 },
  { ours: 'postgres', yardstick: 'prism', atLeast: 10 },
];

/** Messages a second of one target for each of another, within the same rounds; null when one was not measured. */
export function ratioOf(
  cells: readonly Cell[],
  ours: TargetId,
  yardstick: TargetId,
  connections: number,
): Spread | null {
  const rateOf = (target: TargetId, round: number) =>
    cells.find((cell) => cell.target === target && cell.connections === connections && cell.round === round)
      ?.perSecond;
  const rounds = new Set(cells.map(({ round }) => round));
  const ratios = [...rounds].flatMap((round) => {
    const [own, other] = [rateOf(ours, round), rateOf(yardstick, round)];
    return own === undefined || other === undefined ? [] : [own / other];
  });
  return ratios.length === 0 ? null : spreadOf(ratios);
}
