import { expect, test } from 'vitest';
import { dayOf, prioritiesOf, waitingIn } from './figures.ts';

const counted = (below: number, above: number) => ({
  reservations_accepted: below + above,
  wait_duration_until_accepted: { avg: 12 },
  split_by_wait_time: {
    '30': { below: { reservations_accepted: below }, above: { reservations_accepted: above } },
  },
});

test('the share in time is of what was accepted', () => {
  expect(dayOf(counted(3, 1))).toEqual({ accepted: 4, averageWait: 12, withinPromise: 0.75 });
  expect(dayOf(counted(0, 0)).withinPromise).toBeNull();
});

test('what is offered still waits; what an agent has does not', () => {
  expect(waitingIn({ tasks_by_status: { pending: 2, reserved: 1, assigned: 9 } })).toBe(3);
});

test('priorities are counted queue by queue, the highest first', () => {
  const priorities = prioritiesOf([
    { priority: 0, task_queue_sid: 'WQ1' },
    { priority: 10, task_queue_sid: 'WQ1' },
    { priority: 0, task_queue_sid: 'WQ1' },
    { priority: 5, task_queue_sid: 'WQ2' },
  ]);
  expect(priorities.get('WQ1')).toEqual([
    [10, 1],
    [0, 2],
  ]);
  expect(priorities.get('WQ2')).toEqual([[5, 1]]);
});
