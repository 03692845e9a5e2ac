// The life of a task: which steps lead from which status to which.
import type { TaskStatus } from '#storage/schema/taskrouter.ts';

/** A step of a task and the statuses it may be taken from. */
interface TaskTransition {
  readonly from: readonly TaskStatus[];
  readonly to: TaskStatus;
  /** Whether the task looks for a worker afterwards: 1 or 0. */
  readonly waits: 0 | 1;
}

/**
 * Every step a task can take (TaskRouter "Lifecycle of a Task: Task State"). An assigned task cannot be
 * canceled; what is completed or canceled takes no step any more. A transfer lends an assigned task to routing: it
 * is pending and reserved again until the transfer ends, but cannot be canceled (folder `transfers`).
 */
export const TASK_STEPS = {
  /** Offered to one worker or several. */
  reserve: { from: ['pending'], to: 'reserved', waits: 0 },
  /** Every offer ended unaccepted. */
  requeue: { from: ['reserved'], to: 'pending', waits: 1 },
  assign: { from: ['reserved'], to: 'assigned', waits: 0 },
  wrapUp: { from: ['assigned'], to: 'wrapping', waits: 0 },
  complete: { from: ['assigned', 'wrapping'], to: 'completed', waits: 0 },
  cancel: { from: ['pending', 'reserved'], to: 'canceled', waits: 0 },
} as const satisfies Record<string, TaskTransition>;

export type TaskStep = keyof typeof TASK_STEPS;

/** The status a step leads to, or null when it cannot be taken from this one. */
export function taskAfter(step: TaskStep, status: TaskStatus): TaskStatus | null {
  const transition: TaskTransition = TASK_STEPS[step];
  return transition.from.includes(status) ? transition.to : null;
}

const OPEN: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];

/** Statuses of tasks on which work is still to be done or under way. */
export const OPEN_TASK_STATUSES = OPEN;

/** Whether somebody still waits for this task: pending, reserved, assigned or wrapping. */
export function isOpenTask(task: { readonly assignment_status: TaskStatus }): boolean {
  return OPEN.includes(task.assignment_status);
}
