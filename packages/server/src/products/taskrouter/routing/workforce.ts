// The workers of a workspace and what they can be offered, kept so that a decision looks at few of them.
import {
  compileExpression,
  descend,
  type JsonObject,
  type Predicate,
  timeOfDay,
} from '#kernel/expression/expression.ts';
import type { PlannedTarget } from './plan.ts';
import { Presence } from './presence.ts';
import { ReadyWorkers } from './ready-workers.ts';
import { isReady, type QueueState, type WorkerState } from './worker-state.ts';

/** The task as far as the choice of its workers depends on it. */
export interface TaskNeed {
  readonly document: JsonObject;
  readonly taskChannelSid: string;
  readonly ignoresCapacity: boolean;
  /** Workers who hold the task already: it is being transferred. */
  readonly holders: ReadonlySet<string>;
}

/** A queue with its workers. */
interface Membership {
  readonly queue: QueueState;
  readonly takes: Predicate;
  readonly presence: Presence;
  /** By task channel, made when the first task asks for it. */
  readonly ready: Map<string, ReadyWorkers>;
}

/** Workers compared one by one rather than through the order of all. */
const FEW = 32;

/** Workers and queues of a workspace. Offers take up capacity here at once, so that the next task sees it. */
export class Workforce {
  readonly #byIdleTime: ReadonlySet<string>;
  readonly #workers = new Map<string, WorkerState>();
  readonly #byName = new Map<string, WorkerState>();
  readonly #memberships = new Map<string, Membership>();
  /** The queues of each worker. */
  readonly #queuesOf = new Map<string, ReadonlySet<Membership>>();
  /** The time at which conditions are asked, in milliseconds. */
  now = 0;

  /** `byIdleTime`: task channels whose tasks go to the longest idle worker. */
  constructor(byIdleTime: ReadonlySet<string> = new Set()) {
    this.#byIdleTime = byIdleTime;
  }

  queue(queueSid: string): QueueState | undefined {
    return this.#memberships.get(queueSid)?.queue;
  }

  worker(workerSid: string): WorkerState | undefined {
    return this.#workers.get(workerSid);
  }

  workers(): Iterable<WorkerState> {
    return this.#workers.values();
  }

  /** SIDs of the queues a worker belongs to. */
  *queuesOf(workerSid: string): Iterable<string> {
    for (const { queue } of this.#queuesOf.get(workerSid) ?? []) yield queue.sid;
  }

  /** Takes a queue in, or takes it anew. */
  setQueue(queue: QueueState): void {
    this.removeQueue(queue.sid);
    const membership: Membership = {
      queue,
      takes: compileExpression(queue.targetWorkers),
      presence: new Presence(),
      ready: new Map(),
    };
    this.#memberships.set(queue.sid, membership);
    for (const worker of this.#workers.values()) {
      if (!membership.takes({ attributes: worker.document })) continue;
      membership.presence.add(worker);
      this.#queuesOf.set(worker.sid, new Set([...(this.#queuesOf.get(worker.sid) ?? []), membership]));
    }
  }

  removeQueue(queueSid: string): void {
    const membership = this.#memberships.get(queueSid);
    if (membership === undefined) return;
    this.#memberships.delete(queueSid);
    for (const [worker, queues] of this.#queuesOf) {
      if (queues.has(membership))
        this.#queuesOf.set(worker, new Set([...queues].filter((q) => q !== membership)));
    }
  }

  /** Takes a worker in, or takes him anew. */
  setWorker(worker: WorkerState): void {
    const before = this.#workers.get(worker.sid);
    const queues =
      before?.documentText === worker.documentText
        ? this.#queuesOf.get(worker.sid)!
        : this.#queuesFor(worker);
    if (before !== undefined) this.#leave(before);
    this.#workers.set(worker.sid, worker);
    this.#byName.set(String(worker.document['friendly_name']), worker);
    this.#queuesOf.set(worker.sid, queues);
    for (const { presence } of queues) presence.add(worker);
    this.#lineUp(worker);
  }

  removeWorker(workerSid: string): void {
    const worker = this.#workers.get(workerSid);
    if (worker !== undefined) this.#leave(worker);
  }

  /** Whether a worker can be offered a task of some channel. */
  isReady(worker: WorkerState): boolean {
    if (!worker.isAvailable || this.#workers.get(worker.sid) !== worker) return false;
    for (const channel of worker.channels.keys()) if (isReady(worker, channel)) return true;
    return false;
  }

  /** Whether a worker may be offered the task at this target now. */
  suits(worker: WorkerState, target: PlannedTarget, task: TaskNeed): boolean {
    if (!(task.ignoresCapacity || isReady(worker, task.taskChannelSid))) return false;
    return !task.holders.has(worker.sid) && matchesTarget(worker, target, task, this.now);
  }

  /**
   * The best workers a task may be offered to at this target, at most `count`. `among` are the only ones who can
   * suit it, where that is known.
   */
  candidates(
    target: PlannedTarget,
    task: TaskNeed,
    count: number,
    among: ReadonlySet<WorkerState> | null = null,
  ): WorkerState[] {
    if (target.workerSid !== null) {
      const worker = this.#workers.get(target.workerSid);
      return worker !== undefined && this.suits(worker, target, task) ? [worker] : [];
    }
    const ready = this.#readyFor(target.queueSid, task.taskChannelSid);
    if (ready === undefined) return [];
    if (among !== null && among.size <= FEW) {
      const found = [...among].filter((worker) => ready.has(worker) && this.suits(worker, target, task));
      return found.sort(ready.orderOf(target)).slice(0, count);
    }
    const found: WorkerState[] = [];
    for (const worker of ready.inOrder(target, task.document)) {
      if (!this.suits(worker, target, task)) continue;
      found.push(worker);
      if (found.length === count) break;
    }
    return found;
  }

  /** Takes up capacity for an offer that is going to be made. */
  take(worker: WorkerState, taskChannelSid: string, reservationSid: string): void {
    this.#standDown(worker);
    const channel = worker.channels.get(taskChannelSid);
    if (channel !== undefined) channel.free -= 1;
    worker.lastOffer = reservationSid;
    this.#lineUp(worker);
  }

  /** Numbers of workers of a queue by presence, the `workers.` document of a `skip_if`. */
  presence(queueSid: string | null): JsonObject {
    const membership = queueSid === null ? undefined : this.#memberships.get(queueSid);
    return (membership?.presence ?? new Presence()).document();
  }

  /** Twilio's warning about a known worker that can never be offered this task, or null. */
  knownWorkerWarning(target: PlannedTarget, task: TaskNeed): 40152 | 40154 | null {
    const known = target.knownWorker;
    if (known === null || target.queueSid === null) return null;
    const { attribute, field } = known;
    const name = descend(task.document, attribute, attribute[0] === 'task' ? 1 : 0);
    if (name === null) return null;
    const worker = (field === 'sid' ? this.#workers : this.#byName).get(String(name));
    if (worker === undefined || typeof name !== 'string') return 40154;
    const membership = this.#memberships.get(target.queueSid);
    return membership !== undefined && this.#queuesOf.get(worker.sid)?.has(membership) ? null : 40152;
  }

  #queuesFor(worker: WorkerState): ReadonlySet<Membership> {
    const documents = { attributes: worker.document };
    return new Set([...this.#memberships.values()].filter(({ takes }) => takes(documents)));
  }

  #leave(worker: WorkerState): void {
    this.#standDown(worker);
    for (const { presence } of this.#queuesOf.get(worker.sid) ?? []) presence.remove(worker);
    this.#workers.delete(worker.sid);
    this.#byName.delete(String(worker.document['friendly_name']));
    this.#queuesOf.delete(worker.sid);
  }

  #lineUp(worker: WorkerState): void {
    for (const { ready } of this.#queuesOf.get(worker.sid) ?? []) {
      for (const [channel, workers] of ready) if (isReady(worker, channel)) workers.add(worker);
    }
  }

  #standDown(worker: WorkerState): void {
    for (const { ready } of this.#queuesOf.get(worker.sid) ?? []) {
      for (const workers of ready.values()) workers.remove(worker);
    }
  }

  #readyFor(queueSid: string | null, taskChannelSid: string): ReadyWorkers | undefined {
    const membership = queueSid === null ? undefined : this.#memberships.get(queueSid);
    if (membership === undefined) return undefined;
    const known = membership.ready.get(taskChannelSid);
    if (known !== undefined) return known;
    const ready = new ReadyWorkers(this.#byIdleTime.has(taskChannelSid));
    membership.ready.set(taskChannelSid, ready);
    for (const worker of this.#workers.values()) {
      if (isReady(worker, taskChannelSid) && this.#queuesOf.get(worker.sid)!.has(membership))
        ready.add(worker);
    }
    return ready;
  }
}

/** Whether the conditions of the target let a worker of its queue have the task at `now` (milliseconds). */
export function matchesTarget(
  worker: Pick<WorkerState, 'document'>,
  target: PlannedTarget,
  task: Pick<TaskNeed, 'document'>,
  now = 0,
): boolean {
  const { matches, knownWorker, readsTime } = target;
  if (matches === null && knownWorker === null) return true;
  const documents = { task: task.document, worker: worker.document };
  const named = readsTime ? { ...documents, taskrouter: timeOfDay(now) } : documents;
  if (matches !== null && !matches({ named })) return false;
  return knownWorker === null || knownWorker.matches({ attributes: task.document, named });
}
