// The tasks and workers of task queues in the present, read for all of them at once.
import type { Reader } from '#storage/database.ts';
import type { TaskQueueRow, WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { namedTaskChannel } from './parameters.ts';
import { readTaskFiguresByQueue, type TaskFigures } from './task-figures.ts';
import { type QueueWorkers, readQueueWorkers } from './worker-figures.ts';

/** A queue in the present. */
export interface QueuePresent {
  readonly tasks: TaskFigures;
  readonly workers: QueueWorkers;
}

/** What is in queues of a workspace now, by the queue's SID. `channel` limits the tasks, never the workers. */
export async function readQueuesPresent(
  db: Reader,
  workspace: WorkspaceRow,
  queues: readonly Pick<TaskQueueRow, 'sid' | 'target_workers'>[],
  channel: string | null | undefined,
): Promise<ReadonlyMap<string, QueuePresent>> {
  const taskChannelSid = await namedTaskChannel(db, workspace, channel);
  const queueSids = queues.map(({ sid }) => sid);
  const tasks = await readTaskFiguresByQueue(db, { workspace, queueSids, taskChannelSid });
  const workers = await readQueueWorkers(db, workspace, queues);
  return new Map(queueSids.map((sid) => [sid, { tasks: tasks.get(sid)!, workers: workers.get(sid)! }]));
}
