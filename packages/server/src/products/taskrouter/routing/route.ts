// A task's way through its workflow: into the first target, on by timeout or by skipping, and out of it.
import { type JsonObject, timeOfDay } from '#kernel/expression/expression.ts';
import type { Plan, PlannedTarget } from './plan.ts';

/** Where a task is in its workflow. */
export interface Route {
  /** Number of the filter; the one after the last is the default filter. */
  readonly filter: number;
  readonly target: number;
  /** When the task entered the workflow. */
  readonly enteredAt: number;
  /** Sum of the timeouts (ms) of the targets before this one. */
  readonly timeoutsPassed: number;
  /** A filter was left because its time was up. */
  readonly isTimedOut: boolean;
}

/** Why a task leaves a target unassigned. */
export type LeavingCause = 'timeout' | 'skip';

/** The target a task is at; undefined when the plan no longer has that place. */
export function targetOf(plan: Plan, route: Route): PlannedTarget | undefined {
  if (route.filter === plan.filters.length) return plan.fallback ?? undefined;
  return plan.filters[route.filter]?.targets[route.target];
}

/** Friendly name of the filter a task is in. */
export function filterNameOf(plan: Plan, route: Route): string | null {
  return plan.filters[route.filter]?.name ?? null;
}

/**
 * When a task's time in its target is up, or null when it may stay for as long as it lives. Timeouts add up from
 * the entry into the workflow (TaskRouter "Lifecycle of a Task: Timeout evaluation").
 */
export function deadlineOf(plan: Plan, route: Route): number | null {
  const timeout = targetOf(plan, route)?.timeout ?? null;
  return timeout === null ? null : route.enteredAt + route.timeoutsPassed + timeout;
}

/**
 * The place a task takes when it enters the workflow at `now` (milliseconds); null when no filter takes it and there
 * is no default.
 */
export function enter(plan: Plan, task: JsonObject, now: number): Route | null {
  const start = { filter: -1, target: 0, enteredAt: now, timeoutsPassed: 0, isTimedOut: false };
  return nextFilter(plan, start, task, now);
}

/**
 * The place after this one: the next target of the filter, else the next filter that matches, else the default
 * filter. The default filter is closed to a task whose time in a filter was up; skipping a filter counts as not
 * having matched it. Filters may ask for the time of day, which is that of `now` (milliseconds). Null means that the
 * task leaves the workflow.
 */
export function leave(
  plan: Plan,
  route: Route,
  task: JsonObject,
  cause: LeavingCause,
  now: number,
): Route | null {
  const timeoutsPassed = route.timeoutsPassed + (targetOf(plan, route)?.timeout ?? 0);
  const isLast = route.target + 1 >= (plan.filters[route.filter]?.targets.length ?? 0);
  if (!isLast) return { ...route, target: route.target + 1, timeoutsPassed };
  const isTimedOut = route.isTimedOut || cause === 'timeout';
  return nextFilter(plan, { ...route, timeoutsPassed, isTimedOut }, task, now);
}

function nextFilter(plan: Plan, route: Route, task: JsonObject, now: number): Route | null {
  const documents = { attributes: task, named: { task, taskrouter: timeOfDay(now) } };
  const filter = plan.filters.findIndex(
    (candidate, number) => number > route.filter && candidate.matches(documents),
  );
  if (filter !== -1) return { ...route, filter, target: 0 };
  const isFallbackOpen = plan.fallback !== null && !route.isTimedOut && route.filter < plan.filters.length;
  return isFallbackOpen ? { ...route, filter: plan.filters.length, target: 0 } : null;
}
