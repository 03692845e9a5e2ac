// What the desk's benchmark prints.
import { FIRST_LOAD_BUDGET } from '../../scripts/first-load.ts';
import { type Outcome, outcomesTable } from '../goals-table.ts';
import { number, table, whole } from '../table.ts';
import { type Frames, LONGEST_FRAME_MS } from './frames.ts';
import type { DeskResults } from './measure-desk.ts';
import { CONVERSATIONS, INTERACTIVE_MS, MESSAGES } from './plan.ts';

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

function framesRow(what: string, rounds: readonly Frames[]): string[] {
  const longest = rounds.map((round) => round.longest);
  const frames = rounds.reduce((sum, { count }) => sum + count, 0);
  const over = rounds.reduce((sum, round) => sum + round.over, 0);
  return [what, whole(frames), number(median(longest)), number(Math.max(...longest)), whole(over)];
}

/** Frames of each kind over all rounds. */
export function framesTable({ scrolling, news }: DeskResults): string {
  return table(
    [
      'What happens',
      'frames',
      'longest of a round, median ms',
      'longest of all ms',
      `over ${LONGEST_FRAME_MS} ms`,
    ],
    [
      framesRow(`${whole(MESSAGES)} messages are scrolled through`, scrolling),
      framesRow(`${CONVERSATIONS} open conversations get a message each at once`, news),
    ],
  );
}

function framesGoal(goal: string, rounds: readonly Frames[]): Outcome {
  const longest = median(rounds.map((round) => round.longest));
  return {
    goal,
    wanted: `≤ ${LONGEST_FRAME_MS} ms`,
    measured: `${number(longest)} ms`,
    isMet: longest <= LONGEST_FRAME_MS,
  };
}

/** The goals; of rounds, the median counts, because other programs lengthen single frames. */
export function deskGoalsTable(results: DeskResults): string {
  const slowest = Math.max(...results.interactive);
  return outcomesTable([
    {
      goal: 'First load of an agent, gzipped, the SDKs included',
      wanted: `≤ ${whole(FIRST_LOAD_BUDGET)} bytes`,
      measured: whole(results.firstLoad),
      isMet: results.firstLoad <= FIRST_LOAD_BUDGET,
    },
    {
      goal: 'From asking for the page to working, empty cache, the slowest load',
      wanted: `< ${whole(INTERACTIVE_MS)} ms`,
      measured: `${whole(Math.round(slowest))} ms`,
      isMet: slowest < INTERACTIVE_MS,
    },
    framesGoal('Longest frame, scrolling', results.scrolling),
    framesGoal('Longest frame, news', results.news),
  ]);
}
