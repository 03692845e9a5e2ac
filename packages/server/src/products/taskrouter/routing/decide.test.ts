// The routing decision on its own, without a database.
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../workflows/configuration.ts';
import { decide, type WaitingTask } from './decide.ts';
import { type WorkerState, Workforce } from './workforce.ts';

const QUEUE = `WQ${'a'.repeat(32)}`;
const OTHER = `WQ${'b'.repeat(32)}`;
const CHANNEL = 'TC';

const plan = (...targets: object[]) =>
  readConfiguration(
    JSON.stringify({
      task_routing: { filters: [{ expression: '1==1', targets }], default_filter: { queue: OTHER } },
    }),
  );
const task = (sid: string, given: Partial<WaitingTask> = {}): WaitingTask => ({
  sid,
  document: {},
  plan: plan({ queue: QUEUE }),
  route: null,
  queueSid: null,
  priority: 0,
  virtualStartTime: 0,
  taskChannelSid: CHANNEL,
  ignoresCapacity: false,
  isFresh: true,
  ...given,
});
const worker = (sid: string, free = 1, given: Partial<WorkerState> = {}): WorkerState => ({
  sid,
  document: { sid },
  activitySid: 'WA',
  isAvailable: true,
  statusChangedAt: 0,
  lastOffer: '',
  channels: new Map([[CHANNEL, { isAvailable: true, free }]]),
  ...given,
});
const queue = (sid: string, given: object = {}) => ({
  sid,
  targetWorkers: '1==1',
  order: 'FIFO' as const,
  maxReservedWorkers: 1,
  ...given,
});

function run(
  workers: WorkerState[],
  tasks: WaitingTask[],
  options: { queues?: object; changed?: string[] } = {},
) {
  const workforce = new Workforce(workers, [queue(QUEUE, options.queues), queue(OTHER)]);
  const round = {
    workforce,
    changedWorkers: new Set(options.changed ?? []),
    prioritized: 'FIFO' as const,
    now: 1_000,
  };
  const decisions = decide(round, tasks);
  return Object.fromEntries(decisions.map((one) => [one.task.sid, one.offers.map(({ sid }) => sid)]));
}

const route = { filter: 0, target: 0, enteredAt: 0, timeoutsPassed: 0, isTimedOut: false };
const waiting = { route, queueSid: QUEUE, isFresh: false };

describe('decide', () => {
  it('gives each worker no more than the free capacity', () => {
    expect(run([worker('w1', 2)], [task('t1'), task('t2'), task('t3')])).toEqual({
      t1: ['w1'],
      t2: ['w1'],
      t3: [],
    });
  });

  it.each([
    ['an unavailable worker', worker('w1', 1, { isAvailable: false })],
    ['a full worker', worker('w1', 0)],
    ['a worker over capacity', worker('w1', -1)],
    ['a worker without the channel', worker('w1', 1, { channels: new Map() })],
    [
      'a worker whose channel is closed',
      worker('w1', 1, { channels: new Map([[CHANNEL, { isAvailable: false, free: 1 }]]) }),
    ],
  ])('offers nothing to %s', (_what, one) => {
    expect(run([one], [task('t1')])).toEqual({ t1: [] });
  });

  it('looks only at changed workers for a task of which nothing changed, and says nothing of it otherwise', () => {
    const workers = () => [worker('w1'), worker('w2')];
    expect(run(workers(), [task('t1', waiting)], { changed: ['w2'] })).toEqual({ t1: ['w2'] });
    expect(run(workers(), [task('t1', waiting)])).toEqual({});
  });

  it('never skips a target because of a changed worker', () => {
    const skipping = plan({ queue: QUEUE, skip_if: '1==1' });
    const still = task('t1', { ...waiting, plan: skipping });
    expect(run([worker('w1', 0)], [still], { changed: ['w1'] })).toEqual({});
    expect(run([worker('w1')], [task('t1', { plan: skipping })], { queues: { targetWorkers: '' } })).toEqual({
      t1: ['w1'],
    });
  });

  it('lets a task that skipped on stand behind those of higher priority in its new queue', () => {
    const skipping = plan({ queue: QUEUE, skip_if: '1==1' }, { queue: OTHER, priority: 1 });
    const tasks = [
      task('t1', { plan: skipping, priority: 9 }),
      task('t2', { plan: plan({ queue: OTHER }), priority: 5 }),
    ];
    expect(run([worker('w1')], tasks, { queues: { targetWorkers: '' } })).toEqual({ t1: [], t2: ['w1'] });
  });

  it('offers to as many workers at once as the queue says, each of them once', () => {
    const workers = [worker('w1', 5), worker('w2', 5), worker('w3', 5)];
    expect(run(workers, [task('t1'), task('t2')], { queues: { maxReservedWorkers: 2 } })).toEqual({
      t1: ['w1', 'w2'],
      t2: ['w3', 'w1'],
    });
  });

  it('passes over every target whose time is up', () => {
    const late = plan({ queue: QUEUE, timeout: 1 }, { queue: OTHER, timeout: 5 });
    const decisions = decide(
      {
        workforce: new Workforce([], [queue(QUEUE), queue(OTHER)]),
        changedWorkers: new Set(),
        prioritized: 'FIFO',
        now: 1_000,
      },
      [task('t1', { ...waiting, plan: late })],
    );
    expect(decisions[0]).toMatchObject({ queueSid: OTHER, route: { target: 1, timeoutsPassed: 1_000 } });
    expect(decisions[0]!.steps.map((step) => step.type)).toEqual([
      'task-queue.timeout',
      'workflow.target-matched',
      'task-queue.moved',
    ]);
  });
});
