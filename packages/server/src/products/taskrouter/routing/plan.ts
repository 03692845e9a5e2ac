// A workflow as routing follows it: filters with targets, read once from the configuration.
import type { Predicate, WorkerOrder } from '#kernel/expression/expression.ts';

/** One step at which a task waits for a worker. */
export interface PlannedTarget {
  /** Null only for a task sent directly to a worker. */
  readonly queueSid: string | null;
  /** The one worker of a task that is sent directly to a worker. */
  readonly workerSid: string | null;
  /** Over `task.` and `worker.`; null lets every worker of the queue pass. */
  readonly matches: Predicate | null;
  /** Priority the task takes on here. */
  readonly priority: number | null;
  /** Milliseconds the task waits here at most; null waits for as long as the task lives. */
  readonly timeout: number | null;
  /** Over `workers.`: the target is passed over when nobody can be offered the task at once. */
  readonly skips: Predicate | null;
  readonly order: WorkerOrder | null;
  /** Limits the target to the worker an attribute of the task names. */
  readonly knownWorker: { readonly isNamed: Predicate; readonly matches: Predicate } | null;
}

export interface PlannedFilter {
  readonly name: string | null;
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
