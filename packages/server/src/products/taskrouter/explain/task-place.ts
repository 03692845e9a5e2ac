// Where a task is on its way: the plan it follows and the target it has come to.
import { isSid } from '#kernel/sid.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { Plan, PlannedFilter, PlannedTarget } from '../routing/plan.ts';
import { directPlan, planOf } from '../routing/plans.ts';
import { deadlineOf, targetOf } from '../routing/route.ts';
import { routeOf } from '../routing/route-columns.ts';

/** A place in a plan. */
export interface TaskPlace {
  /** Number of the filter; null in the default filter, and past any workflow. */
  readonly filterIndex: number | null;
  readonly filter: PlannedFilter | null;
  readonly targetIndex: number;
  readonly target: PlannedTarget;
  /** When its time in the target is up; null when it may stay for as long as it lives. */
  readonly deadline: number | null;
  /** Sent to a queue or a worker past any workflow. */
  readonly isDirect: boolean;
}

function planFor(task: TaskRow, configuration: string | null): Plan {
  const sent = task.routing_target;
  if (sent !== null && isSid(sent, 'WK')) return directPlan(task.task_queue_sid, sent);
  if (sent !== null && isSid(sent, 'WQ')) return directPlan(sent, null);
  return configuration === null ? directPlan(task.task_queue_sid, null) : planOf(configuration);
}

/**
 * The place of a task; null before routing has come to it. A task whose place an edited workflow no longer has stays
 * in its queue.
 */
export function placeOfTask(task: TaskRow, configuration: string | null): TaskPlace | null {
  const route = routeOf(task);
  if (route === null) return null;
  const plan = planFor(task, configuration);
  const found = targetOf(plan, route);
  if (found === undefined || found.queueSid !== task.task_queue_sid) {
    const target = directPlan(task.task_queue_sid, null).fallback as PlannedTarget;
    return { filterIndex: null, filter: null, targetIndex: 0, target, deadline: null, isDirect: true };
  }
  const filter = plan.filters[route.filter] ?? null;
  return {
    filterIndex: filter === null ? null : route.filter,
    filter,
    targetIndex: route.target,
    target: found,
    deadline: deadlineOf(plan, route),
    isDirect: plan.isDirect,
  };
}
