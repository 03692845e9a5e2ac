// Where a task is on its way: the plan it follows and the target it has come to.
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { PlannedFilter, PlannedTarget } from '../routing/plan.ts';
import { deadlineOf, targetOf } from '../routing/route.ts';
import { taskPlace } from '../routing/task-place.ts';

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

/** The place of a task; null before routing has come to it. */
export function placeOfTask(task: TaskRow, configuration: string | null): TaskPlace | null {
  const { plan, route } = taskPlace(task, configuration);
  if (route === null) return null;
  const filter = plan.filters[route.filter] ?? null;
  return {
    filterIndex: filter === null ? null : route.filter,
    filter,
    targetIndex: route.target,
    target: targetOf(plan, route) as PlannedTarget,
    deadline: deadlineOf(plan, route),
    isDirect: plan.isDirect,
  };
}
