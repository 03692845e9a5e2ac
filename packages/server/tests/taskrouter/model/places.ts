// Where in its workflow a task is, and until when.
import type { Target, Task, World } from './world.ts';

/** A target without conditions. */
export function plainTarget(queueSid: string): Target {
  return {
    queueSid,
    expression: null,
    priority: null,
    timeout: null,
    skipIf: null,
    orderBy: null,
    known: null,
  };
}

/** The target a task waits in; null for a task sent past a workflow, or where only its queue is left. */
export function targetOf(world: World, task: Task): Target | null {
  if (isDirect(task) || task.route === null) return null;
  const workflow = world.workflows.find(({ sid }) => sid === task.workflowSid);
  const configuration = workflow?.configuration;
  const { filter, target } = task.route;
  const found =
    filter === configuration?.filters.length
      ? configuration.fallback
      : configuration?.filters[filter]?.targets[target];
  // A place that an edited workflow no longer has leaves the task in its queue.
  return found?.queueSid === task.queueSid ? (found ?? null) : null;
}

export function isDirect(task: Task): boolean {
  return task.directWorker !== null || task.directQueue !== null;
}

/** When the time in the present target is up; deadlines add up from the entry into the workflow. */
export function deadlineOf(world: World, task: Task): number | null {
  const timeout = targetOf(world, task)?.timeout ?? null;
  const { route } = task;
  return timeout === null || route === null ? null : route.enteredAt + route.timeoutsPassed + timeout;
}
