// What a simulation says, in sentences.
import { words } from '#desk/words/admin-routing.ts';

interface Named {
  readonly friendly_name: string;
}

/** One step of a simulated task, as the API tells it. */
export interface SimulatedStep {
  readonly after: number;
  readonly filter: {
    readonly index: number | null;
    readonly friendly_name: string | null;
    readonly is_default: boolean;
  };
  readonly target: {
    readonly task_queue_friendly_name: string | null;
    readonly task_queue_sid: string | null;
  };
  readonly priority: number;
  readonly counts: { readonly in_queue: number; readonly matching: number; readonly ready: number };
  readonly matching_workers: readonly Named[];
  readonly ready_workers: readonly Named[];
  readonly offered_to: readonly Named[];
  readonly explanation: string;
  readonly next: { readonly cause: 'skip' | 'timeout'; readonly after: number } | null;
}

/** What would become of a task. */
export interface Simulation {
  readonly outcome: 'stays' | 'leaves' | 'matches-no-filter' | 'too-many-steps';
  readonly explanation: string;
  readonly steps: readonly SimulatedStep[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

/** A step in sentences, with when it begins. */
interface SaidStep {
  readonly when: string;
  readonly sentences: readonly string[];
  readonly isOffered: boolean;
}

function filterSentence({ filter }: SimulatedStep): string {
  if (filter.is_default) return words.simulator.fallback;
  return words.simulator.filter(filter.friendly_name || words.simulator.unnamed((filter.index ?? 0) + 1));
}

function workerSentences(step: SimulatedStep): readonly string[] {
  const offered = step.offered_to.map((worker) => worker.friendly_name);
  const names = (workers: readonly Named[]) =>
    workers.map((worker) => worker.friendly_name).filter((name) => !offered.includes(name));
  if (offered.length === 0) {
    const matching = names(step.matching_workers);
    return [step.explanation, ...(matching.length > 0 ? [words.simulator.waitsFor(matching)] : [])];
  }
  const others = names(step.ready_workers);
  return [words.simulator.offered(offered), ...(others.length > 0 ? [words.simulator.also(others)] : [])];
}

function nextSentence({ next, after }: SimulatedStep): string {
  if (next === null) return words.simulator.stays;
  return next.cause === 'skip' ? words.simulator.skipped : words.simulator.timesOut(next.after - after);
}

/** The steps in words; a filter is named where the task enters it. */
export function saidSteps({ steps }: Pick<Simulation, 'steps'>): readonly SaidStep[] {
  return steps.map((step, number) => {
    const before = steps[number - 1]?.filter;
    const isEntered =
      before === undefined ||
      before.index !== step.filter.index ||
      before.is_default !== step.filter.is_default;
    const { in_queue: inQueue, matching, ready } = step.counts;
    const queue = step.target.task_queue_friendly_name ?? step.target.task_queue_sid ?? '';
    return {
      when: step.after === 0 ? words.simulator.atOnce : words.simulator.after(step.after),
      sentences: [
        ...(isEntered ? [filterSentence(step)] : []),
        words.simulator.waits(queue, step.priority),
        ...workerSentences(step),
        words.simulator.counts(inQueue, matching, ready),
        nextSentence(step),
      ],
      isOffered: step.offered_to.length > 0,
    };
  });
}
