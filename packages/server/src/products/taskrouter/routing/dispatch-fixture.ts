// Small worlds for tests of the routing decision, without a database.
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { readConfiguration } from '../workflows/configuration.ts';
import { Dispatch } from './decide.ts';
import type { Plan } from './plan.ts';
import type { Route } from './route.ts';
import { WaitingTask } from './waiting-task.ts';
import type { QueueState, WorkerState } from './worker-state.ts';
import { Workforce } from './workforce.ts';

export const QUEUE = `WQ${'a'.repeat(32)}`;
export const OTHER = `WQ${'b'.repeat(32)}`;
export const CHANNEL = 'TC';
export const NOW = 1_000;

/** A plan of one filter that every task matches, with `OTHER` as the default. */
export function planOf(...targets: object[]): Plan {
  const filters = [{ expression: '1==1', targets }];
  return readConfiguration(JSON.stringify({ task_routing: { filters, default_filter: { queue: OTHER } } }));
}

const PLAIN = planOf({ queue: QUEUE });

/** A task; one with a route waits in `QUEUE` already. */
export function taskOf(
  sid: string,
  given: Partial<TaskRow> & { plan?: Plan; route?: Route; order?: 'FIFO' | 'LIFO' } = {},
): WaitingTask {
  const { plan = PLAIN, route = null, order = 'FIFO', ...columns } = given;
  const row = {
    sid,
    attributes: '{}',
    priority: 0,
    virtual_start_time: 0,
    task_channel_sid: CHANNEL,
    task_queue_sid: route === null ? null : QUEUE,
    ignore_capacity: 0,
    workflow_entered_at: null,
    ...columns,
  } as TaskRow;
  return new WaitingTask({ row, plan, route, order, holders: new Set() });
}

/** A worker who is available. */
export function workerOf(sid: string, free = 1, given: Partial<WorkerState> = {}): WorkerState {
  const document = { sid, friendly_name: sid, ...given.document };
  return {
    sid,
    documentText: JSON.stringify(document),
    activitySid: 'WA',
    isAvailable: true,
    statusChangedAt: 0,
    lastOffer: '',
    channels: new Map([[CHANNEL, { isAvailable: true, free, releasedAt: 0 }]]),
    ...given,
    document,
  };
}

export function queueOf(sid: string, given: Partial<QueueState> = {}): QueueState {
  return { sid, targetWorkers: '1==1', order: 'FIFO', maxReservedWorkers: 1, ...given };
}

/** A workspace with the two queues and these workers, at rest. */
export function dispatchOf(workers: readonly WorkerState[], queue: Partial<QueueState> = {}): Dispatch {
  const workforce = new Workforce();
  workforce.setQueue(queueOf(QUEUE, queue));
  workforce.setQueue(queueOf(OTHER));
  for (const worker of workers) workforce.setWorker(worker);
  return new Dispatch(workforce, 'FIFO');
}

/** Decides on everything; the workers offered, by task. Tasks that stay are left out. */
export function offersOf(dispatch: Dispatch): Record<string, string[]> {
  const decisions = dispatch.decide(Number.POSITIVE_INFINITY, NOW);
  return Object.fromEntries(
    decisions.map(({ task, offers }) => [task.sid, offers.map(({ worker }) => worker.sid)]),
  );
}
