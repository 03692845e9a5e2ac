// The tasks that wait in their targets, filed so that a worker who becomes free finds the next one without a search.
import type { PlannedTarget } from './plan.ts';
import { SortedSet } from './sorted-set.ts';
import { compareTasks } from './task-order.ts';
import type { WaitingTask } from './waiting-task.ts';
import type { WorkerState } from './worker-state.ts';
import { matchesTarget } from './workforce.ts';

/** Tasks of one target and channel that match the same workers, in their order. */
interface Group {
  readonly tasks: SortedSet<WaitingTask>;
}

/** Tasks of one target and channel: groups by what the target reads of a task, filed by the target's key. */
interface TargetTasks {
  readonly target: PlannedTarget;
  readonly byKey: Map<string, Map<string, Group>>;
}

/** The resting tasks of a workspace. */
export class WaitingTasks {
  readonly #tasks = new Map<string, WaitingTask>();
  /** By the queue, or the worker of tasks sent directly, and the task channel. */
  readonly #rooms = new Map<string, Map<PlannedTarget, TargetTasks>>();
  readonly #places = new Map<
    WaitingTask,
    { room: string; target: PlannedTarget; key: string; signature: string }
  >();

  #timed = 0;

  /** Whether time alone can make a worker match a task. */
  get isTimed(): boolean {
    return this.#timed > 0;
  }

  get size(): number {
    return this.#tasks.size;
  }

  get(taskSid: string): WaitingTask | undefined {
    return this.#tasks.get(taskSid);
  }

  all(): Iterable<WaitingTask> {
    return this.#tasks.values();
  }

  /** Files a task at its target. */
  add(task: WaitingTask): void {
    const target = task.target;
    this.#tasks.set(task.sid, task);
    const key = target?.key.ofTask(task.document) ?? null;
    if (target === undefined || key === null) return;
    const room = roomOf(target.workerSid ?? target.queueSid ?? '', task.taskChannelSid);
    // Tasks that are alike but held by different workers are not alike for those.
    const signature = target.key.signatureOf(task.document) + [...task.holders].sort().join();
    this.#places.set(task, { room, target, key, signature });
    const targets = entry(this.#rooms, room, () => new Map<PlannedTarget, TargetTasks>());
    const { byKey } = entry(targets, target, () => ({ target, byKey: new Map() }));
    const groups = entry(byKey, key, () => new Map<string, Group>());
    const group = entry(groups, signature, () => ({ tasks: new SortedSet<WaitingTask>(inQueue) }));
    group.tasks.add(task);
    if (target.readsTime) this.#timed += 1;
    task.rest();
  }

  /** Takes a task out; the one given back was waiting. */
  remove(taskSid: string): WaitingTask | undefined {
    const task = this.#tasks.get(taskSid);
    if (task === undefined) return undefined;
    this.#tasks.delete(taskSid);
    const place = this.#places.get(task);
    if (place === undefined) return task;
    this.#places.delete(task);
    if (place.target.readsTime) this.#timed -= 1;
    const targets = this.#rooms.get(place.room)!;
    const { byKey } = targets.get(place.target)!;
    const groups = byKey.get(place.key)!;
    const { tasks } = groups.get(place.signature)!;
    tasks.delete(task);
    if (!tasks.isEmpty) return task;
    groups.delete(place.signature);
    if (groups.size > 0) return task;
    byKey.delete(place.key);
    if (byKey.size > 0) return task;
    targets.delete(place.target);
    if (targets.size === 0) this.#rooms.delete(place.room);
    return task;
  }

  /**
   * The tasks a worker could be offered first at `now` (milliseconds): of a queue, or sent to the worker directly, the
   * first one of each group that matches.
   */
  *firstFor(worker: WorkerState, place: string, taskChannelSid: string, now: number): Iterable<WaitingTask> {
    for (const { target, byKey } of this.#rooms.get(roomOf(place, taskChannelSid))?.values() ?? []) {
      for (const key of target.key.ofWorker(worker.document)) {
        for (const { tasks } of byKey.get(key)?.values() ?? []) {
          const first = tasks.first!;
          if (!first.holders.has(worker.sid) && matchesTarget(worker, target, first, now)) yield first;
        }
      }
    }
  }
}

function inQueue(a: WaitingTask, b: WaitingTask): number {
  return compareTasks(a, b, a.order);
}

function roomOf(place: string, taskChannelSid: string): string {
  return `${place} ${taskChannelSid}`;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
