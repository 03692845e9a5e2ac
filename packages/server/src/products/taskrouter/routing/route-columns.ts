// A task's place in its workflow as the columns of its row, and back.
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { Decision } from './draft.ts';
import type { Route } from './route.ts';

/**
 * The columns of the place a decision leads to; empty when the task stays where it is. One that leaves its workflow
 * keeps the queue and the priority it had last.
 */
export function routeColumns(
  { task, route, queueSid, priority, hasMoved }: Decision,
  now: number,
): Partial<TaskRow> {
  if (!hasMoved) return {};
  return {
    ...(route === null ? {} : placeColumns(route)),
    priority,
    task_queue_sid: queueSid,
    ...(task.queueSid === queueSid ? {} : { task_queue_entered_date: queueSid === null ? null : now }),
  };
}

function placeColumns(route: Route): Partial<TaskRow> {
  return {
    filter_index: route.filter,
    target_index: route.target,
    workflow_entered_at: route.enteredAt,
    timeouts_passed: route.timeoutsPassed,
    is_timed_out: route.isTimedOut ? 1 : 0,
  };
}

/** The place a row tells; null before the task has entered a workflow. */
export function routeOf(row: TaskRow): Route | null {
  const { filter_index: filter, target_index: target, workflow_entered_at: enteredAt } = row;
  if (filter === null || target === null || enteredAt === null) return null;
  const { timeouts_passed: timeoutsPassed, is_timed_out: timedOut } = row;
  return { filter, target, enteredAt, timeoutsPassed, isTimedOut: timedOut === 1 };
}
