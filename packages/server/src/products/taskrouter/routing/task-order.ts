// Which waiting task is looked at first.
import type { QueueOrder } from '#storage/schema/taskrouter.ts';
import { compareText } from './worker-state.ts';

/** A task in its queue. */
export interface QueuedTask {
  readonly sid: string;
  readonly priority: number;
  readonly virtualStartTime: number;
  readonly order: QueueOrder;
}

/**
 * Orders waiting tasks (TaskRouter "Queue ordering"): FIFO queues by priority, then by virtual start time; LIFO
 * queues newest first, whatever the priority. `prioritized` says which kind of queue is drained first.
 */
export function compareTasks(a: QueuedTask, b: QueuedTask, prioritized: QueueOrder): number {
  if (a.order !== b.order) return a.order === prioritized ? -1 : 1;
  if (a.order === 'LIFO') return compareText(b.sid, a.sid);
  return b.priority - a.priority || a.virtualStartTime - b.virtualStartTime || compareText(a.sid, b.sid);
}
