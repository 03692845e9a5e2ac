// Every legal and illegal step of a task.
import { describe, expect, it } from 'vitest';
import type { TaskStatus } from '#storage/schema/taskrouter.ts';
import { isOpenTask, TASK_STEPS, type TaskStep, taskAfter } from './lifecycle.ts';

const STATUSES: readonly TaskStatus[] = [
  'pending',
  'reserved',
  'assigned',
  'wrapping',
  'completed',
  'canceled',
];

const LEGAL: Record<TaskStep, Partial<Record<TaskStatus, TaskStatus>>> = {
  reserve: { pending: 'reserved' },
  requeue: { reserved: 'pending' },
  assign: { reserved: 'assigned' },
  wrapUp: { assigned: 'wrapping' },
  complete: { assigned: 'completed', wrapping: 'completed' },
  cancel: { pending: 'canceled', reserved: 'canceled' },
};

describe.each(Object.keys(TASK_STEPS) as TaskStep[])('task step %s', (step) => {
  it.each(STATUSES)('from %s', (status) => {
    expect(taskAfter(step, status)).toBe(LEGAL[step][status] ?? null);
  });
});

describe('an open task', () => {
  it.each(STATUSES)('%s', (assignment_status) => {
    const isEnded = assignment_status === 'completed' || assignment_status === 'canceled';
    expect(isOpenTask({ assignment_status })).toBe(!isEnded);
  });
});
