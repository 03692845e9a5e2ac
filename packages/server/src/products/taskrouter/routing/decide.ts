// The routing decision: who is offered which waiting task, and which tasks move on in their workflows. It works on
// what is in memory and says what should happen; nothing is read or written here.
import { nextTimeOfDay } from '#kernel/expression/expression.ts';
import { newSid } from '#kernel/sid.ts';
import type { QueueOrder } from '#storage/schema/taskrouter.ts';
import { Agenda } from './agenda.ts';
import { type Decision, Draft, type PlannedOffer } from './draft.ts';
import { routeColumns } from './route-columns.ts';
import { compareTasks } from './task-order.ts';
import type { WaitingTask } from './waiting-task.ts';
import { WaitingTasks } from './waiting-tasks.ts';
import type { WorkerState } from './worker-state.ts';
import type { Workforce } from './workforce.ts';

/**
 * The tasks of a workspace and the workers they are offered to. At rest no worker who can take a task stands beside
 * a waiting task that matches him; what changes is put on the agenda, and only that is looked at.
 */
export class Dispatch {
  readonly workforce: Workforce;
  readonly #prioritized: QueueOrder;
  readonly #resting = new WaitingTasks();
  readonly #agenda: Agenda;
  #changedWorkers = new Set<WorkerState>();
  /** Workers with a prospect on the agenda: no other can match a resting task. */
  readonly #eager = new Set<WorkerState>();
  /** End of the time of day at which all was looked at, in milliseconds. */
  #lookedUntil = 0;

  constructor(workforce: Workforce, prioritized: QueueOrder) {
    this.workforce = workforce;
    this.#prioritized = prioritized;
    this.#agenda = new Agenda(prioritized);
  }

  /** Whether there is nothing to decide. */
  get isAtRest(): boolean {
    return this.#agenda.isEmpty && this.#changedWorkers.size === 0;
  }

  /** Tasks that wait, wherever they are. */
  *tasks(): Iterable<WaitingTask> {
    yield* this.#resting.all();
    yield* this.#agenda.tasks();
  }

  /** Whether a task waits, wherever it is. */
  hasTask(taskSid: string): boolean {
    return this.#resting.get(taskSid) !== undefined || this.#agenda.has(taskSid);
  }

  /** Takes in a task that is new or of which something changed. */
  changeTask(task: WaitingTask, now: number): void {
    this.removeTask(task.sid);
    this.#agenda.addTask(new Draft(task, this.workforce, now));
  }

  /** Takes in a task that waits in its target, of which nothing changed. */
  restTask(task: WaitingTask): void {
    this.removeTask(task.sid);
    this.#resting.add(task);
  }

  /** Forgets a task that no longer waits. */
  removeTask(taskSid: string): WaitingTask | undefined {
    return this.#agenda.removeTask(taskSid) ?? this.#resting.remove(taskSid);
  }

  /** Takes in a worker who is new or of whom something changed. */
  changeWorker(worker: WorkerState): void {
    this.workforce.setWorker(worker);
    this.#changedWorkers.add(worker);
  }

  /** When time alone may make a worker match a task, in milliseconds; null while no condition asks for it. */
  nextChange(now: number): number | null {
    return this.#resting.isTimed ? nextTimeOfDay(now) : null;
  }

  /** Takes in that it has become another time of day: where conditions ask for it, every worker may match anew. */
  passTime(now: number): void {
    const until = nextTimeOfDay(now);
    if (until === this.#lookedUntil) return;
    this.#lookedUntil = until;
    if (!this.#resting.isTimed) return;
    for (const worker of this.workforce.workers()) this.#changedWorkers.add(worker);
  }

  /** Decides on at most `limit` tasks; what is left is decided by the next call. Tasks that stay are left out. */
  decide(limit: number, now: number): Decision[] {
    this.workforce.now = now;
    const changed = this.#changedWorkers;
    this.#changedWorkers = new Set();
    for (const worker of changed) this.#seek(worker);
    const decisions: Decision[] = [];
    while (decisions.length < limit) {
      const item = this.#agenda.next();
      if (item === undefined) return decisions;
      if (item.worker === null) this.#place(item.draft, now, decisions);
      else this.#fill(item.worker, item.task, now, decisions);
    }
    return decisions;
  }

  /** Offers a changed task, moves it on, or lets it rest. */
  #place(draft: Draft, now: number, decisions: Decision[]): void {
    if (draft.route !== null) {
      this.#offer(draft, null);
      if (draft.offers.length === 0 && this.#isSkipped(draft)) {
        draft.moveOn('skip');
        this.#agenda.addTask(draft);
        return;
      }
    }
    if (draft.hasMoved || draft.offers.length > 0) decisions.push(draft);
    if (draft.route !== null && draft.offers.length === 0)
      this.#resting.add(draft.moved(routeColumns(draft, now)));
  }

  /** Offers a resting task that matches a worker who may take more. */
  #fill(worker: WorkerState, task: WaitingTask, now: number, decisions: Decision[]): void {
    if (this.#resting.get(task.sid) === task && this.workforce.isReady(worker)) {
      const draft = new Draft(task, this.workforce, now);
      if (draft.hasMoved) {
        this.#resting.remove(task.sid);
        this.#place(draft, now, decisions);
      } else {
        this.#offer(draft, this.#eager);
        if (draft.offers.length > 0) {
          this.#resting.remove(task.sid);
          decisions.push(draft);
        }
      }
    }
    this.#eager.delete(worker);
    this.#seek(worker, task);
  }

  /** Puts the best resting task for a worker on the agenda; one that was just refused is not offered again. */
  #seek(worker: WorkerState, refused: WaitingTask | null = null): void {
    if (!this.workforce.isReady(worker)) return;
    let best: WaitingTask | null = null;
    for (const [channel, { isAvailable, free }] of worker.channels) {
      if (!isAvailable || free <= 0) continue;
      for (const place of [worker.sid, ...this.workforce.queuesOf(worker.sid)]) {
        for (const task of this.#resting.firstFor(worker, place, channel, this.workforce.now)) {
          if (best === null || compareTasks(task, best, this.#prioritized) < 0) best = task;
        }
      }
    }
    if (best === null || best === refused) return;
    this.#eager.add(worker);
    this.#agenda.addProspect(worker, best);
  }

  #offer(draft: Draft, among: ReadonlySet<WorkerState> | null): void {
    const target = draft.target!;
    const { task } = draft;
    const queue = target.queueSid === null ? undefined : this.workforce.queue(target.queueSid);
    const count = target.workerSid === null ? (queue?.maxReservedWorkers ?? 1) : 1;
    const found = this.workforce.candidates(target, task, count, among);
    draft.offers = found.map((worker): PlannedOffer => {
      const reservationSid = newSid('WR');
      this.workforce.take(worker, task.taskChannelSid, reservationSid);
      return { worker, reservationSid };
    });
  }

  /**
   * Whether the target is passed over. It is asked when a task comes to the target or back to it, never because a
   * worker changed while it waits.
   */
  #isSkipped(draft: Draft): boolean {
    const target = draft.target!;
    if (target.skips === null) return false;
    const workers = this.workforce.presence(target.queueSid);
    return target.skips({ named: { workers, task: draft.task.document } });
  }
}
