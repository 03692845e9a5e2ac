// What the routing benchmark measures: which trials, on which sizes.
import type { ClaimWay } from './claims.ts';
import type { Cause } from './drain.ts';

/** How much and how long to measure. */
export interface RoutingOptions {
  /** Sizes of the workforce; the goals are for 100, 1,000 and 10,000. */
  readonly workers: readonly number[];
  /** Numbers of waiting tasks; the goal is for 10,000. */
  readonly waiting: readonly number[];
  /** Length of one trial in which tasks arrive. */
  readonly seconds: number;
  /** Longest time of one trial in which waiting tasks are offered. */
  readonly drainSeconds: number;
  readonly rounds: number;
}

/** A size at which new tasks are offered beside waiting ones. */
export interface LatencyTrial {
  readonly workers: number;
  readonly waiting: number;
}

/** A size at which waiting tasks are offered. */
export interface DrainTrial extends LatencyTrial {
  readonly cause: Cause;
}

/** The workforce the number of waiting tasks is varied at, and the backlog the workforce is varied at. */
export const USUAL = { workers: 1_000, waiting: 10_000 } as const;

function nearest(sizes: readonly number[], wanted: number): number {
  return sizes.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0]!;
}

/** The sizes other sizes are varied at: the usual ones, or those asked for that come nearest. */
export function usualOf({ workers, waiting }: RoutingOptions): LatencyTrial {
  return { workers: nearest(workers, USUAL.workers), waiting: nearest(waiting, USUAL.waiting) };
}

/** Every workforce with nothing waiting, then the usual one with every backlog. */
export function latencyTrials(options: RoutingOptions): LatencyTrial[] {
  const usual = usualOf(options);
  return [
    ...options.workers.map((workers) => ({ workers, waiting: 0 })),
    ...options.waiting.map((waiting) => ({ workers: usual.workers, waiting })),
  ];
}

/** Every backlog of the usual workforce, then the usual backlog with every workforce. */
export function drainTrials(options: RoutingOptions): DrainTrial[] {
  const usual = usualOf(options);
  return [
    ...options.waiting.map((waiting): DrainTrial => ({ cause: 'sign-in', workers: usual.workers, waiting })),
    ...options.workers.map((workers): DrainTrial => ({ cause: 'opening', workers, waiting: usual.waiting })),
  ];
}

/** One task a claim from the usual backlog; a hundred a claim from the largest, which lasts longer. */
export function claimTrials(options: RoutingOptions): ClaimWay[] {
  const one = { batch: 1, waiting: usualOf(options).waiting };
  const hundred = { batch: 100, waiting: Math.max(...options.waiting) };
  return [one, hundred].flatMap((way) => [1, 4, 16].map((connections) => ({ ...way, connections })));
}
