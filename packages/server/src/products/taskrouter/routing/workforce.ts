// The workers as routing sees them: who may be offered what, and how many are present.
import { compileExpression, type JsonObject, type Predicate } from '#kernel/expression/expression.ts';
import type { QueueOrder } from '#storage/schema/taskrouter.ts';
import type { PlannedTarget } from './plan.ts';

/** What a worker takes of one task channel. */
export interface ChannelState {
  readonly isAvailable: boolean;
  /** Tasks the worker can take on top of those held; below zero when more are held than the capacity. */
  free: number;
}

export interface WorkerState {
  readonly sid: string;
  /** Attributes, with `sid`, `friendly_name`, `activity_sid` and `activity_name` on top. */
  readonly document: JsonObject;
  readonly activitySid: string;
  /** Whether the activity is one in which workers are offered tasks. */
  readonly isAvailable: boolean;
  readonly statusChangedAt: number;
  /** Grows with every offer; the smallest has waited longest. */
  lastOffer: string;
  /** By task channel. */
  readonly channels: ReadonlyMap<string, ChannelState>;
}

export interface QueueState {
  readonly sid: string;
  readonly targetWorkers: string;
  readonly order: QueueOrder;
  readonly maxReservedWorkers: number;
}

/** The task as far as the choice of its workers depends on it. */
export interface TaskNeed {
  readonly document: JsonObject;
  readonly taskChannelSid: string;
  readonly ignoresCapacity: boolean;
}

/** Workers and queues of a workspace. Offers take up capacity here, so that the next task sees it. */
export class Workforce {
  readonly #workers: readonly WorkerState[];
  readonly #bySid: ReadonlyMap<string, WorkerState>;
  readonly #queues: ReadonlyMap<string, QueueState>;
  readonly #eligible = new Map<string, readonly WorkerState[]>();
  readonly #members = new Map<string, ReadonlySet<WorkerState>>();
  #offers = 0;

  constructor(workers: readonly WorkerState[], queues: readonly QueueState[]) {
    this.#workers = workers;
    this.#bySid = new Map(workers.map((worker) => [worker.sid, worker]));
    this.#queues = new Map(queues.map((queue) => [queue.sid, queue]));
  }

  queue(queueSid: string): QueueState | undefined {
    return this.#queues.get(queueSid);
  }

  /** Workers whose attributes satisfy the queue, whatever their activity and capacity. */
  eligible(queueSid: string): readonly WorkerState[] {
    const known = this.#eligible.get(queueSid);
    if (known !== undefined) return known;
    const queue = this.#queues.get(queueSid);
    const matches: Predicate = queue === undefined ? () => false : compileExpression(queue.targetWorkers);
    const found = this.#workers.filter((worker) => matches({ attributes: worker.document }));
    this.#eligible.set(queueSid, found);
    return found;
  }

  /**
   * The workers a task may be offered to at this target, best first: in the order the target wants, then the one
   * whose last offer is oldest, then who has been in the activity longest. `among` limits them to a few.
   */
  candidates(target: PlannedTarget, task: TaskNeed, among: ReadonlySet<string> | null): WorkerState[] {
    const pool = this.#pool(target, among);
    const found = pool.filter((worker) => isReady(worker, task) && matchesTarget(worker, target, task));
    const order = target.order;
    return found.sort(
      (a, b) =>
        order?.(a.document, b.document) ||
        compare(a.lastOffer, b.lastOffer) ||
        a.statusChangedAt - b.statusChangedAt ||
        compare(a.sid, b.sid),
    );
  }

  /** Takes up capacity for an offer that is going to be made. */
  take(worker: WorkerState, taskChannelSid: string): void {
    const channel = worker.channels.get(taskChannelSid);
    if (channel !== undefined) channel.free -= 1;
    this.#offers += 1;
    worker.lastOffer = `~${String(this.#offers).padStart(10, '0')}`;
  }

  /** Numbers of workers of a queue by presence, the `workers.` document of a `skip_if`. */
  presence(queueSid: string | null): JsonObject {
    const counts: Record<string, number> = { available: 0, unavailable: 0 };
    const count = (key: string) => {
      counts[key] = (counts[key] ?? 0) + 1;
    };
    for (const worker of queueSid === null ? [] : this.eligible(queueSid)) {
      count(worker.isAvailable ? 'available' : 'unavailable');
      count(worker.activitySid);
    }
    return counts;
  }

  /** Twilio's warning about a known worker that can never be offered this task, or null. */
  knownWorkerWarning(target: PlannedTarget, task: TaskNeed): 40152 | 40154 | null {
    const known = target.knownWorker;
    if (known === null || target.queueSid === null) return null;
    const about = (worker: WorkerState | null) => ({
      attributes: task.document,
      named: { task: task.document, worker: worker?.document ?? {} },
    });
    if (!known.isNamed(about(null))) return null;
    if (this.eligible(target.queueSid).some((worker) => known.matches(about(worker)))) return null;
    return this.#workers.some((worker) => known.matches(about(worker))) ? 40152 : 40154;
  }

  #pool(target: PlannedTarget, among: ReadonlySet<string> | null): readonly WorkerState[] {
    if (target.workerSid !== null) {
      const worker = this.#bySid.get(target.workerSid);
      return worker === undefined || (among !== null && !among.has(worker.sid)) ? [] : [worker];
    }
    if (target.queueSid === null) return [];
    if (among === null) return this.eligible(target.queueSid);
    const members = this.#membersOf(target.queueSid);
    return [...among].flatMap((sid) => {
      const worker = this.#bySid.get(sid);
      return worker !== undefined && members.has(worker) ? [worker] : [];
    });
  }

  #membersOf(queueSid: string): ReadonlySet<WorkerState> {
    const known = this.#members.get(queueSid);
    if (known !== undefined) return known;
    const members = new Set(this.eligible(queueSid));
    this.#members.set(queueSid, members);
    return members;
  }
}

/** Available, and with room for one more task of this channel; neither matters where capacity is ignored. */
function isReady(worker: WorkerState, task: TaskNeed): boolean {
  if (task.ignoresCapacity) return true;
  const channel = worker.channels.get(task.taskChannelSid);
  return worker.isAvailable && channel?.isAvailable === true && channel.free > 0;
}

function matchesTarget(worker: WorkerState, target: PlannedTarget, task: TaskNeed): boolean {
  const { matches, knownWorker } = target;
  if (matches === null && knownWorker === null) return true;
  const named = { task: task.document, worker: worker.document };
  if (matches !== null && !matches({ named })) return false;
  return knownWorker === null || knownWorker.matches({ attributes: task.document, named });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
