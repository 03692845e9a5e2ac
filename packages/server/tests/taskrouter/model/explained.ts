// Why a task waits, as the rules say it; the server's explanation of the task must say the same.
import { targetOf } from './places.ts';
import { compareTasks, isMatch, isReady, poolOf } from './plain-routing.ts';
import { activityOf, type Task, type Worker, type World } from './world.ts';

/** The part of an explanation that is compared. */
export interface Explained {
  readonly reason: string;
  readonly tasksAhead: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** The explanation of a waiting task at rest. */
export function explain(world: World, task: Task): Explained {
  const inQueue = poolOf(world, task);
  const matching = inQueue.filter((worker) => isMatch(world, worker, task));
  const available = matching.filter(
    (worker) => task.ignoresCapacity || activityOf(world, worker).isAvailable,
  );
  const onChannel = available.filter((worker) => task.ignoresCapacity || takesChannel(worker, task));
  const ready = onChannel.filter((worker) => isReady(world, worker, task));
  const tasksAhead = world.tasks.filter(
    (other) =>
      other.status === 'pending' &&
      task.queueSid !== null &&
      other.queueSid === task.queueSid &&
      compareTasks(world, other, task) < 0,
  ).length;
  const circles = [inQueue, matching, available, onChannel, ready].map(({ length }) => length);
  const [in_queue, matches, are_available, on_channel, are_ready] = circles as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    reason: unknownWorker(world, task, inQueue) ?? reasonOf(circles.slice(1), tasksAhead),
    tasksAhead,
    counts: {
      workers: world.workers.length,
      in_queue,
      matching: matches,
      available: are_available,
      on_channel,
      ready: are_ready,
    },
  };
}

function takesChannel(worker: Worker, task: Task): boolean {
  const channel = worker.channels.get(task.channel);
  return channel?.isOpen === true && channel.capacity > 0;
}

function unknownWorker(world: World, task: Task, inQueue: readonly Worker[]): string | null {
  if (task.directWorker !== null) return inQueue.length === 0 ? 'routing-target-missing' : null;
  const known = targetOf(world, task)?.known ?? null;
  if (known === null) return null;
  const { agent_sid: sid = null, agent_name: name = null } = task.attributes;
  const isNamed = (worker: Worker) => (known === 'sid' ? worker.sid === sid : worker.name === name);
  const named = world.workers.find(isNamed);
  if (named === undefined) return 'known-worker-missing';
  return inQueue.includes(named) ? null : 'known-worker-not-in-queue';
}

/** The first circle that nobody is in says what the task waits for. */
function reasonOf(circles: readonly number[], tasksAhead: number): string {
  const reasons = [
    'no-worker-matches',
    'matching-workers-unavailable',
    'matching-workers-off-channel',
    tasksAhead === 0 ? 'matching-workers-busy' : 'waiting-behind',
  ];
  return reasons[circles.indexOf(0)] ?? 'not-routed-yet';
}
