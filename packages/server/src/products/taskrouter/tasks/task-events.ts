// What the event log records of a task.
import { appendEvent } from '#events/event-log.ts';
import type { EventType, TaskFacts } from '#events/event-types.ts';
import { isSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';

type TaskEventType = Exclude<Extract<EventType, `task.${string}`>, `task.transfer-${string}`>;

/** The facts of a task at this moment. */
export function taskFacts(task: TaskRow, now: number): TaskFacts {
  return {
    workspaceSid: task.workspace_sid,
    workflowSid: task.workflow_sid,
    taskQueueSid: task.task_queue_sid,
    assignmentStatus: task.assignment_status,
    attributes: task.attributes,
    reason: task.reason,
    taskChannelSid: task.task_channel_sid,
    priority: task.priority,
    age: Math.max(0, Math.floor((now - task.date_created) / 1_000)),
    ageMs: Math.max(0, now - task.date_created),
  };
}

/** Records what happened to a task. */
export function recordTask(tx: Transaction, type: TaskEventType, task: TaskRow): void {
  appendEvent(tx, {
    type,
    accountSid: task.account_sid,
    subjectSid: task.sid,
    data: taskFacts(task, tx.now),
  });
}

/** Records that a task sent directly to a worker ended before it could be offered; nothing for other tasks. */
export function recordFailedReservation(tx: Transaction, task: TaskRow): void {
  const { routing_target: target } = task;
  if (target === null || !isSid(target, 'WK')) return;
  appendEvent(tx, {
    type: 'reservation.failed',
    accountSid: task.account_sid,
    subjectSid: task.sid,
    data: { ...taskFacts(task, tx.now), workerSid: target },
  });
}
