// The routing decision on its own, without a database.
import { describe, expect, it } from 'vitest';
import {
  CHANNEL,
  dispatchOf,
  NOW,
  OTHER,
  offersOf,
  planOf,
  QUEUE,
  taskOf,
  workerOf,
} from './dispatch-fixture.ts';
import type { WaitingTask } from './waiting-task.ts';
import type { QueueState, WorkerState } from './worker-state.ts';

function run(workers: WorkerState[], tasks: WaitingTask[], queue: Partial<QueueState> = {}) {
  const dispatch = dispatchOf(workers, queue);
  for (const task of tasks) dispatch.changeTask(task, NOW);
  return offersOf(dispatch);
}

const route = { filter: 0, target: 0, enteredAt: 0, timeoutsPassed: 0, isTimedOut: false };

describe('dispatch', () => {
  it('gives each worker no more than the free capacity', () => {
    expect(run([workerOf('w1', 2)], [taskOf('t1'), taskOf('t2'), taskOf('t3')])).toEqual({
      t1: ['w1'],
      t2: ['w1'],
      t3: [],
    });
  });

  it.each([
    ['an unavailable worker', workerOf('w1', 1, { isAvailable: false })],
    ['a full worker', workerOf('w1', 0)],
    ['a worker over capacity', workerOf('w1', -1)],
    ['a worker without the channel', workerOf('w1', 1, { channels: new Map() })],
    [
      'a worker whose channel is closed',
      workerOf('w1', 1, { channels: new Map([[CHANNEL, { isAvailable: false, free: 1, releasedAt: 0 }]]) }),
    ],
  ])('offers nothing to %s', (_what, one) => {
    expect(run([one], [taskOf('t1')])).toEqual({ t1: [] });
  });

  it('offers a resting task to a worker who becomes free, and says nothing of it before', () => {
    const dispatch = dispatchOf([workerOf('w1', 0), workerOf('w2', 0)]);
    dispatch.restTask(taskOf('t1', { route }));
    expect(offersOf(dispatch)).toEqual({});
    dispatch.changeWorker(workerOf('w2'));
    expect(offersOf(dispatch)).toEqual({ t1: ['w2'] });
    expect(dispatch.isAtRest).toBe(true);
  });

  it('gives a worker who becomes free the tasks in their order, as far as the capacity goes', () => {
    const dispatch = dispatchOf([workerOf('w1', 0)]);
    dispatch.restTask(taskOf('t1', { route }));
    dispatch.restTask(taskOf('t2', { route, priority: 5 }));
    dispatch.restTask(taskOf('t3', { route, virtual_start_time: -1 }));
    dispatch.changeWorker(workerOf('w1', 2));
    expect(offersOf(dispatch)).toEqual({ t2: ['w1'], t3: ['w1'] });
  });

  it('decides on what is left over when it is called again', () => {
    const dispatch = dispatchOf([workerOf('w1', 3)]);
    for (const sid of ['t1', 't2', 't3']) dispatch.changeTask(taskOf(sid), NOW);
    expect(dispatch.decide(2, NOW)).toHaveLength(2);
    expect(dispatch.isAtRest).toBe(false);
    expect(dispatch.decide(2, NOW)).toHaveLength(1);
    expect(dispatch.isAtRest).toBe(true);
  });

  it('never skips a target because of a changed worker', () => {
    const skipping = planOf({ queue: QUEUE, skip_if: '1==1' });
    const dispatch = dispatchOf([workerOf('w1', 0)]);
    dispatch.restTask(taskOf('t1', { route, plan: skipping }));
    dispatch.changeWorker(workerOf('w1', 0));
    expect(offersOf(dispatch)).toEqual({});
    expect(run([workerOf('w1')], [taskOf('t1', { plan: skipping })], { targetWorkers: '' })).toEqual({
      t1: ['w1'],
    });
  });

  it('lets a task that skipped on stand behind those of higher priority in its new queue', () => {
    const skipping = planOf({ queue: QUEUE, skip_if: '1==1' }, { queue: OTHER, priority: 1 });
    const tasks = [
      taskOf('t1', { plan: skipping, priority: 9 }),
      taskOf('t2', { plan: planOf({ queue: OTHER }), priority: 5 }),
    ];
    expect(run([workerOf('w1')], tasks, { targetWorkers: '' })).toEqual({ t1: [], t2: ['w1'] });
  });

  it('offers to as many workers at once as the queue says, each of them once', () => {
    const workers = [workerOf('w1', 5), workerOf('w2', 5), workerOf('w3', 5)];
    expect(run(workers, [taskOf('t1'), taskOf('t2')], { maxReservedWorkers: 2 })).toEqual({
      t1: ['w1', 'w2'],
      t2: ['w3', 'w1'],
    });
  });

  it('offers the longest idle worker tasks of a channel that is routed by idle time', async () => {
    const { Dispatch } = await import('./decide.ts');
    const { Workforce } = await import('./workforce.ts');
    const { queueOf } = await import('./dispatch-fixture.ts');
    const workforce = new Workforce(new Set([CHANNEL]));
    workforce.setQueue(queueOf(QUEUE));
    const channels = (releasedAt: number) => new Map([[CHANNEL, { isAvailable: true, free: 1, releasedAt }]]);
    workforce.setWorker(workerOf('w1', 1, { lastOffer: 'WR1', channels: channels(900) }));
    workforce.setWorker(workerOf('w2', 1, { lastOffer: 'WR2', channels: channels(100) }));
    const dispatch = new Dispatch(workforce, 'FIFO');
    dispatch.changeTask(taskOf('t1'), NOW);
    expect(offersOf(dispatch)).toEqual({ t1: ['w2'] });
  });

  it('passes over every target whose time is up', () => {
    const late = planOf({ queue: QUEUE, timeout: 1 }, { queue: OTHER, timeout: 5 });
    const dispatch = dispatchOf([]);
    dispatch.changeTask(taskOf('t1', { route, plan: late }), NOW);
    const [decision] = dispatch.decide(10, NOW);
    expect(decision).toMatchObject({ queueSid: OTHER, route: { target: 1, timeoutsPassed: 1_000 } });
    expect(decision!.steps.map((step) => step.type)).toEqual([
      'task-queue.timeout',
      'workflow.target-matched',
      'task-queue.moved',
    ]);
  });
});
