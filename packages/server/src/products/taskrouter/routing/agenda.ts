// What has to be looked at, best placed task first: tasks of which something changed, and for each worker who may take
// more the best task that waits for him.
import type { QueueOrder } from '#storage/schema/taskrouter.ts';
import type { Draft } from './draft.ts';
import { SortedSet } from './sorted-set.ts';
import { compareTasks, type QueuedTask } from './task-order.ts';
import type { WaitingTask } from './waiting-task.ts';
import { compareText, type WorkerState } from './worker-state.ts';

/** A task of which something changed. */
interface ChangedTask {
  readonly rank: QueuedTask;
  readonly draft: Draft;
  readonly worker: null;
}

/** The best resting task for a worker who may take more. */
interface Prospect {
  readonly rank: QueuedTask;
  readonly task: WaitingTask;
  readonly worker: WorkerState;
}

/** What routing looks at next. */
export type AgendaItem = ChangedTask | Prospect;

/** The agenda of a workspace. */
export class Agenda {
  readonly #items: SortedSet<AgendaItem>;
  readonly #changed = new Map<string, ChangedTask>();

  constructor(prioritized: QueueOrder) {
    this.#items = new SortedSet<AgendaItem>(
      (a, b) =>
        compareTasks(a.rank, b.rank, prioritized) || compareText(a.worker?.sid ?? '', b.worker?.sid ?? ''),
    );
  }

  get isEmpty(): boolean {
    return this.#items.isEmpty;
  }

  /** Puts a changed task on the agenda, at the place it has in its queue now. */
  addTask(draft: Draft): void {
    const { priority, order } = draft;
    const { sid, virtualStartTime } = draft.task;
    const item: ChangedTask = { rank: { sid, priority, virtualStartTime, order }, draft, worker: null };
    this.#changed.set(sid, item);
    this.#items.add(item);
  }

  /** Has a worker considered when it is the turn of the best task for him. */
  addProspect(worker: WorkerState, task: WaitingTask): void {
    this.#items.add({ rank: task, task, worker });
  }

  /** Takes a changed task off, because it changed again or has gone. */
  removeTask(taskSid: string): WaitingTask | undefined {
    const item = this.#changed.get(taskSid);
    if (item === undefined) return undefined;
    this.#changed.delete(taskSid);
    this.#items.delete(item);
    return item.draft.task;
  }

  /** Whether a task is on the agenda on its own account. */
  has(taskSid: string): boolean {
    return this.#changed.has(taskSid);
  }

  /** The changed tasks. */
  *tasks(): Iterable<WaitingTask> {
    for (const { draft } of this.#changed.values()) yield draft.task;
  }

  /** Takes the next item off. */
  next(): AgendaItem | undefined {
    const item = this.#items.first;
    if (item === undefined) return undefined;
    this.#items.delete(item);
    if (item.worker === null) this.#changed.delete(item.rank.sid);
    return item;
  }
}
