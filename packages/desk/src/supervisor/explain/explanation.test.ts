import { expect, test } from 'vitest';
import { type ExplainedWorker, type Explanation, headlineOf, wayOf, workerInWords } from './explanation.ts';

const explanation: Explanation = {
  reason: 'matching-workers-busy',
  explanation: 'Workers who match: 1.',
  is_waiting: true,
  workflow_friendly_name: 'Match Worker',
  task_channel_unique_name: 'sms',
  priority: 5,
  age: 130,
  tasks_ahead: 2,
  filter: { index: 0, friendly_name: 'German', expression: "lang == 'de'", is_default: false },
  target: {
    index: 1,
    task_queue_friendly_name: 'Experts',
    task_queue_expression: 'level >= 3',
    expression: 'task.city == worker.city',
    deadline: null,
    skip_if: { expression: 'workers.available == 0', value: false },
  },
  counts: { workers: 3, in_queue: 2, matching: 1, available: 1, ready: 0 },
};

test('the way of a task is told step by step', () => {
  expect(wayOf(explanation)).toEqual([
    'Came in 2 min ago through the workflow Match Worker, as a sms task with priority 5.',
    "The filter German took it, because lang == 'de'.",
    'Step 2: it waits in the queue Experts.',
    'The queue takes workers where level >= 3.',
    'This step asks moreover for workers where task.city == worker.city.',
    'The step would be skipped if workers.available == 0, which is not so now.',
    'Of 3 workers, 2 in the queue, 1 matching, 1 of them available, 0 with room.',
    '2 tasks come before it.',
  ]);
});

test('a queue that takes everybody asks for nothing, and a task sent directly passed no filter', () => {
  const way = wayOf({
    ...explanation,
    filter: null,
    target: { ...explanation.target!, task_queue_expression: '1==1', expression: null, skip_if: null },
  });
  expect(way[1]).toBe('It was sent to its place directly, so no filter was asked.');
  expect(way.join(' ')).not.toContain('takes workers where');
});

test('a reason that is new is told in the words of the server', () => {
  expect(headlineOf(explanation)).toMatch(/It is the next one/);
  expect(headlineOf({ reason: 'something-new', explanation: 'Because.' })).toBe('Because.');
});

test('each worker has his reasons', () => {
  const worker = (...failing_clauses: ExplainedWorker['failing_clauses']): ExplainedWorker => ({
    worker_sid: 'WK1',
    friendly_name: 'Anna',
    activity_name: 'Offline',
    available: false,
    failing_clauses,
  });
  expect(workerInWords(worker(), 'sms')).toEqual(['could take it now and is offered it next']);
  expect(
    workerInWords(
      worker(
        { clause: 'activity', message: '' },
        { clause: 'capacity', message: '', capacity: 1, assigned_tasks: 1 },
        {
          clause: 'queue-expression',
          message: '',
          failures: [
            { expression: 'level >= 3', left: 2, operator: '>=', right: 3 },
            {
              expression: "a == 'x' OR b == null",
              any_of: [
                [{ expression: "a == 'x'", left: null, operator: '==', right: 'x' }],
                [{ expression: 'b == null', left: 'y', operator: '==', right: null }],
              ],
            },
          ],
        },
        { clause: 'new-clause', message: 'The worker is somewhere else' },
      ),
      'sms',
    ),
  ).toEqual([
    'is Offline, where no work is offered',
    'has 1 of 1 sms tasks',
    'is not in the queue: level >= 3 does not hold: 2 against 3; one of these would do: ' +
      "a == 'x' does not hold: nothing against “x”; or b == null does not hold: “y” against nothing",
    'The worker is somewhere else',
  ]);
});
