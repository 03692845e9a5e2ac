// Which configurations can be followed, and where the mistakes of the others are.
import { describe, expect, it } from 'vitest';
import { queuesOf } from '../routing/plan.ts';
import { ConfigurationError, readConfiguration } from './configuration.ts';

const QUEUE = `WQ${'a'.repeat(32)}`;
const OTHER = `WQ${'b'.repeat(32)}`;

const filter = (...targets: unknown[]) => ({ expression: '1==1', targets });
const routing = (...filters: unknown[]) => JSON.stringify({ task_routing: { filters } });

describe('a configuration that can be followed', () => {
  it('lets later targets inherit the queue, and takes numbers as text', () => {
    const plan = readConfiguration(
      routing(filter({ queue: QUEUE, timeout: '30', priority: '7' }, { timeout: 5 }, { queue: OTHER })),
    );
    const [first, second, third] = plan.filters[0]!.targets;
    expect([first!.timeout, first!.priority]).toEqual([30_000, 7]);
    expect([second!.queueSid, second!.timeout]).toEqual([QUEUE, 5_000]);
    expect(third!.queueSid).toBe(OTHER);
    expect([...queuesOf(plan)]).toEqual([QUEUE, OTHER]);
  });

  it('may do without the wrapper, without filters and without a default filter', () => {
    expect(readConfiguration(JSON.stringify({ filters: [filter({ queue: QUEUE })] })).filters).toHaveLength(
      1,
    );
    expect(readConfiguration(routing()).fallback).toBeNull();
    const plan = readConfiguration(JSON.stringify({ task_routing: { default_filter: { queue: QUEUE } } }));
    expect(plan.fallback?.queueSid).toBe(QUEUE);
  });

  it('names filters by either key', () => {
    const named = (key: string) => routing({ ...filter({ queue: QUEUE }), [key]: 'VIP' });
    expect(readConfiguration(named('filter_friendly_name')).filters[0]!.name).toBe('VIP');
    expect(readConfiguration(named('friendly_name')).filters[0]!.name).toBe('VIP');
  });
});

describe('what was written', () => {
  it('stays beside what it was compiled to', () => {
    const plan = readConfiguration(
      routing({
        expression: "lang = 'de'",
        targets: [
          {
            queue: QUEUE,
            expression: 'taskrouter.currentHour > worker.from',
            skip_if: '1==1',
            order_by: 'worker.level DESC',
            known_worker_friendly_name: 'task.agent',
          },
          { expression: 'task.a == worker.a' },
        ],
      }),
    );
    const [filter] = plan.filters;
    expect(filter!.expression).toBe("lang = 'de'");
    expect(filter!.targets.map(({ source, readsTime }) => ({ ...source, readsTime }))).toEqual([
      {
        expression: 'taskrouter.currentHour > worker.from',
        skipIf: '1==1',
        orderBy: 'worker.level DESC',
        knownWorker: 'task.agent',
        readsTime: true,
      },
      { expression: 'task.a == worker.a', skipIf: null, orderBy: null, knownWorker: null, readsTime: false },
    ]);
  });
});

describe('a mistake is named by its place', () => {
  const first = 'task_routing.filters[0]';
  it.each([
    ['[]', 'configuration'],
    ['{', 'configuration'],
    ['{}', 'task_routing'],
    [JSON.stringify({ task_routing: { filters: {} } }), 'task_routing.filters'],
    [JSON.stringify({ task_routing: { default_filter: {} } }), 'task_routing.default_filter.queue'],
    [routing({ targets: [] }), `${first}.expression`],
    [routing({ expression: 'a <> 1', targets: [{ queue: QUEUE }] }), `${first}.expression`],
    [routing({ expression: '1==1' }), `${first}.targets`],
    [routing(filter({})), `${first}.targets[0].queue`],
    [routing(filter({ queue: 'Everyone' })), `${first}.targets[0].queue`],
    [routing(filter({ queue: QUEUE, timeout: 0 })), `${first}.targets[0].timeout`],
    [routing(filter({ queue: QUEUE, priority: 'high' })), `${first}.targets[0].priority`],
    [routing(filter({ queue: QUEUE, expression: 'task-a == 1' })), `${first}.targets[0].expression`],
    [routing(filter({ queue: QUEUE, skip_if: 'workers' })), `${first}.targets[0].skip_if`],
    [routing(filter({ queue: QUEUE, order_by: 'task.a' })), `${first}.targets[0].order_by`],
    [routing(filter({ queue: QUEUE, known_worker_sid: '1' })), `${first}.targets[0].known_worker_sid`],
    [
      routing(filter({ queue: QUEUE, known_worker_sid: 'task.a', known_worker_friendly_name: 'task.b' })),
      `${first}.targets[0]`,
    ],
  ])('%s', (text, path) => {
    expect(() => readConfiguration(text)).toThrow(ConfigurationError);
    expect(() => readConfiguration(text)).toThrow(`${path}: `);
  });
});
