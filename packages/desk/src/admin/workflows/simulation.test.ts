// Simulations in words.
import { describe, expect, test } from 'vitest';
import { type SimulatedStep, saidSteps } from './simulation.ts';

const step: SimulatedStep = {
  after: 0,
  filter: { index: 0, friendly_name: 'German', is_default: false },
  target: { task_queue_friendly_name: 'Experts', task_queue_sid: 'WQ1' },
  priority: 5,
  counts: { in_queue: 3, matching: 2, ready: 2 },
  matching_workers: [{ friendly_name: 'Anna' }, { friendly_name: 'Ben' }],
  ready_workers: [{ friendly_name: 'Anna' }, { friendly_name: 'Ben' }],
  offered_to: [{ friendly_name: 'Anna' }],
  explanation: 'The task is offered at once.',
  next: { cause: 'timeout', after: 150 },
};

describe('a simulation in words', () => {
  test('says who is offered the task first and who after that', () => {
    const [first] = saidSteps({ steps: [step] });
    expect(first).toMatchObject({ when: 'At once', isOffered: true });
    expect(first?.sentences).toEqual([
      'The filter German takes it.',
      'It waits in Experts with priority 5.',
      'Offered to Anna.',
      'Then to Ben.',
      'Of 3 in the queue, 2 match and 2 could take it now.',
      'If nobody accepts within 2 minutes 30 seconds, it goes on.',
    ]);
  });

  test('names a filter once, and says why nobody is offered the task', () => {
    const waiting = {
      ...step,
      after: 150,
      offered_to: [],
      ready_workers: [],
      explanation: 'All are busy.',
      next: null,
    };
    const [, second] = saidSteps({ steps: [step, waiting] });
    expect(second?.when).toBe('After 2 minutes 30 seconds');
    expect(second?.sentences.slice(0, 3)).toEqual([
      'It waits in Experts with priority 5.',
      'All are busy.',
      'It would suit Anna, Ben.',
    ]);
    expect(second?.sentences.at(-1)).toBe('It stays here until somebody takes it.');
  });

  test('says when no filter takes the task', () => {
    const filter = { index: null, friendly_name: null, is_default: true };
    expect(saidSteps({ steps: [{ ...step, filter }] })[0]?.sentences[0]).toContain('everything else');
  });
});
