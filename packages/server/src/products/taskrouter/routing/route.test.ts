// A task's way through a workflow.
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../workflows/configuration.ts';
import { deadlineOf, enter, leave, type Route, targetOf } from './route.ts';

const QUEUES = ['a', 'b', 'c', 'd'].map((letter) => `WQ${letter.repeat(32)}`);

const plan = readConfiguration(
  JSON.stringify({
    task_routing: {
      filters: [
        { expression: "lang == 'es'", targets: [{ queue: QUEUES[0], timeout: 10 }, { timeout: 20 }] },
        { expression: 'vip == true', targets: [{ queue: QUEUES[1], timeout: 30 }] },
        { expression: "lang == 'de'", targets: [{ queue: QUEUES[2] }] },
      ],
      default_filter: { queue: QUEUES[3] },
    },
  }),
);

const place = (route: Route | null) => (route === null ? null : [route.filter, route.target]);

describe('a way through a workflow', () => {
  it('begins at the first filter that matches, else at the default filter', () => {
    expect(place(enter(plan, { lang: 'es', vip: true }, 0))).toEqual([0, 0]);
    expect(place(enter(plan, { vip: true }, 0))).toEqual([1, 0]);
    const fallback = enter(plan, {}, 0)!;
    expect(place(fallback)).toEqual([3, 0]);
    expect(targetOf(plan, fallback)!.queueSid).toBe(QUEUES[3]);
  });

  it('adds timeouts up over targets and filters', () => {
    const task = { lang: 'es', vip: true };
    const first = enter(plan, task, 1_000)!;
    expect(deadlineOf(plan, first)).toBe(11_000);
    const second = leave(plan, first, task, 'timeout', 0)!;
    expect(deadlineOf(plan, second)).toBe(31_000);
    const third = leave(plan, second, task, 'timeout', 0)!;
    expect(place(third)).toEqual([1, 0]);
    expect(deadlineOf(plan, third)).toBe(61_000);
  });

  it('leaves the workflow after the last matching filter when time was up', () => {
    const route = enter(plan, { vip: true }, 0)!;
    expect(leave(plan, route, { vip: true }, 'timeout', 0)).toBeNull();
  });

  it('reaches the default filter when every matching filter was skipped', () => {
    const route = enter(plan, { vip: true }, 0)!;
    expect(place(leave(plan, route, { vip: true }, 'skip', 0))).toEqual([3, 0]);
  });

  it('does not reach the default filter by skipping after a filter timed out', () => {
    const task = { lang: 'es', vip: true };
    const last = leave(plan, enter(plan, task, 0)!, task, 'timeout', 0)!;
    const next = leave(plan, last, task, 'timeout', 0)!;
    expect(leave(plan, next, task, 'skip', 0)).toBeNull();
  });

  it('takes the filter that is open at the time of day', () => {
    const hours = readConfiguration(
      JSON.stringify({
        task_routing: {
          filters: [
            {
              expression: "taskrouter.dayOfWeek = 'Sat' AND taskrouter.currentTime < 0900",
              targets: [{ queue: QUEUES[0], timeout: 10 }],
            },
            { expression: 'taskrouter.currentHour >= 9', targets: [{ queue: QUEUES[1] }] },
          ],
          default_filter: { queue: QUEUES[3] },
        },
      }),
    );
    const early = Date.parse('2026-06-06T08:59:55Z');
    const first = enter(hours, {}, early)!;
    expect(place(first)).toEqual([0, 0]);
    expect(place(leave(hours, first, {}, 'timeout', early + 10_000))).toEqual([1, 0]);
    expect(place(enter(hours, {}, early + 10_000))).toEqual([1, 0]);
    expect(place(enter(hours, {}, early + 86_400_000))).toEqual([2, 0]);
  });

  it('has no deadline in a target without timeout and in the default filter', () => {
    expect(deadlineOf(plan, enter(plan, { lang: 'de' }, 0)!)).toBeNull();
    expect(deadlineOf(plan, enter(plan, {}, 0)!)).toBeNull();
  });
});
