// Where a task is: the plan it follows, and its place in it.
import { isSid } from '#kernel/sid.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { Plan } from './plan.ts';
import { directPlan, planOf } from './plans.ts';
import { type Route, targetOf } from './route.ts';
import { routeOf } from './route-columns.ts';

/** The plan of a task sent past any workflow; those who file tasks by plan keep one for each queue and worker. */
export type DirectPlans = (queueSid: string | null, workerSid: string | null) => Plan;

/** A plan and a place in it; the place is null before the task has entered. */
export interface PlanPlace {
  readonly plan: Plan;
  readonly route: Route | null;
}

/**
 * Where a task is, given the configuration of its workflow. A task whose place an edited workflow no longer has stays
 * in its queue.
 */
export function taskPlace(
  row: TaskRow,
  configuration: string | null,
  direct: DirectPlans = directPlan,
): PlanPlace {
  const plan = planFollowed(row, configuration, direct);
  const route = routeOf(row);
  const isThere = route === null || targetOf(plan, route)?.queueSid === row.task_queue_sid;
  if (isThere) return { plan, route };
  return { plan: direct(row.task_queue_sid, null), route: { ...route, filter: 0, target: 0 } };
}

function planFollowed(row: TaskRow, configuration: string | null, direct: DirectPlans): Plan {
  const target = row.routing_target;
  if (target !== null && isSid(target, 'WK')) return direct(row.task_queue_sid, target);
  if (target !== null && isSid(target, 'WQ')) return direct(target, null);
  return configuration === null ? direct(row.task_queue_sid, null) : planOf(configuration);
}
