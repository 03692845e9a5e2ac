// A workflow as routing follows it: filters with targets, read once from the configuration.
import type { Predicate, WorkerOrder } from '#kernel/expression/expression.ts';
import type { KnownWorker, MatchKey } from './match-key.ts';

/** What the conditions of a target were written as; null for those that were left out. */
export interface TargetSource {
  readonly expression: string | null;
  readonly skipIf: string | null;
  readonly orderBy: string | null;
  /** The attribute of the task that names the known worker, as it was written. */
  readonly knownWorker: string | null;
}

/** One step at which a task waits for a worker. */
export interface PlannedTarget {
  /** Null only for a task sent directly to a worker. */
  readonly queueSid: string | null;
  /** The one worker of a task that is sent directly to a worker. */
  readonly workerSid: string | null;
  /** Over `task.`, `worker.` and `taskrouter.`; null lets every worker of the queue pass. */
  readonly matches: Predicate | null;
  /** `matches` asks for the time of day, so that what it says changes by the minute. */
  readonly readsTime: boolean;
  /** Files tasks and workers under what the conditions want to be the same. */
  readonly key: MatchKey;
  /** Priority the task takes on here. */
  readonly priority: number | null;
  /** Milliseconds the task waits here at most; null waits for as long as the task lives. */
  readonly timeout: number | null;
  /** Over `workers.`: the target is passed over when nobody can be offered the task at once. */
  readonly skips: Predicate | null;
  readonly order: WorkerOrder | null;
  /** The text `order` was read from; empty without one. Targets with the same text order workers alike. */
  readonly orderText: string;
  /** Limits the target to the worker an attribute of the task names. */
  readonly knownWorker: (KnownWorker & { readonly matches: Predicate }) | null;
  readonly source: TargetSource;
}

export interface PlannedFilter {
  readonly name: string | null;
  /** The text `matches` was read from. */
  readonly expression: string;
  /** Over the attributes of the task. */
  readonly matches: Predicate;
  readonly targets: readonly PlannedTarget[];
}

export interface Plan {
  readonly filters: readonly PlannedFilter[];
  /** Where tasks go that match no filter, or null when there is no such place. */
  readonly fallback: PlannedTarget | null;
  /** True for a task that is sent to a queue or a worker past any workflow. */
  readonly isDirect: boolean;
}

/** Every queue a plan leads to. */
export function queuesOf(plan: Plan): ReadonlySet<string> {
  const targets = [...plan.filters.flatMap((filter) => filter.targets), plan.fallback];
  return new Set(targets.flatMap((target) => (target?.queueSid ? [target.queueSid] : [])));
}
