// The workers of one queue who can take a task of one channel at this moment, in the orders targets ask for.
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { MatchKey } from './match-key.ts';
import type { PlannedTarget } from './plan.ts';
import { SortedSet } from './sorted-set.ts';
import { compareText, idleSince, type WorkerState } from './worker-state.ts';

type Order = (a: WorkerState, b: WorkerState) => number;

/** Workers in one order, filed by one key. */
interface Line {
  readonly order: Order;
  readonly key: MatchKey;
  readonly byKey: Map<string, SortedSet<WorkerState>>;
}

/**
 * Ready workers of a queue. The order is what the target's `order_by` says; then comes the worker whose last offer is
 * oldest or, where the channel is routed by idle time, who has been idle longest; then who has been in the activity
 * longest. A worker must be taken out before what orders him changes.
 */
export class ReadyWorkers {
  readonly #tieBreak: Order;
  readonly #members = new Set<WorkerState>();
  readonly #lines = new Map<string, Line>();

  constructor(isByIdleTime: boolean) {
    this.#tieBreak = isByIdleTime ? byIdleTime : byLastOffer;
  }

  add(worker: WorkerState): void {
    if (this.#members.has(worker)) return;
    this.#members.add(worker);
    for (const line of this.#lines.values()) file(line, worker);
  }

  remove(worker: WorkerState): void {
    if (!this.#members.delete(worker)) return;
    for (const { key, byKey } of this.#lines.values()) {
      for (const value of key.ofWorker(worker.document)) {
        const workers = byKey.get(value);
        workers?.delete(worker);
        if (workers?.isEmpty === true) byKey.delete(value);
      }
    }
  }

  has(worker: WorkerState): boolean {
    return this.#members.has(worker);
  }

  /** The workers who may match the task at this target, best first. Nothing may change while they are read. */
  inOrder(target: PlannedTarget, task: JsonObject): Iterable<WorkerState> {
    const value = target.key.ofTask(task);
    if (value === null || this.#members.size === 0) return [];
    return this.#line(target).byKey.get(value)?.values() ?? [];
  }

  /** The order of a target, for workers chosen otherwise. */
  orderOf(target: PlannedTarget): Order {
    return this.#line(target).order;
  }

  #line(target: PlannedTarget): Line {
    const name = `${target.orderText}\n${target.key.text}`;
    const known = this.#lines.get(name);
    if (known !== undefined) return known;
    const wanted = target.order;
    const tieBreak = this.#tieBreak;
    const order: Order =
      wanted === null ? tieBreak : (a, b) => wanted(a.document, b.document) || tieBreak(a, b);
    const line: Line = { order, key: target.key, byKey: new Map() };
    for (const worker of this.#members) file(line, worker);
    this.#lines.set(name, line);
    return line;
  }
}

function file({ order, key, byKey }: Line, worker: WorkerState): void {
  for (const value of key.ofWorker(worker.document)) {
    const workers = byKey.get(value) ?? new SortedSet<WorkerState>(order);
    byKey.set(value, workers);
    workers.add(worker);
  }
}

function byLastOffer(a: WorkerState, b: WorkerState): number {
  return (
    compareText(a.lastOffer, b.lastOffer) ||
    a.statusChangedAt - b.statusChangedAt ||
    compareText(a.sid, b.sid)
  );
}

function byIdleTime(a: WorkerState, b: WorkerState): number {
  return idleSince(a) - idleSince(b) || byLastOffer(a, b);
}
