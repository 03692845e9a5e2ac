// A decision on one task in the making: its way through the workflow, with what has to be told of it.
import type { QueueOrder, TaskRow } from '#storage/schema/taskrouter.ts';
import { deadlineOf, enter, filterNameOf, type LeavingCause, leave, type Route, targetOf } from './route.ts';
import { WaitingTask } from './waiting-task.ts';
import type { WorkerState } from './worker-state.ts';
import type { Workforce } from './workforce.ts';

/** What happened to a task on its way, in the words of the event log. */
export interface RouteStep {
  readonly type:
    | 'workflow.entered'
    | 'workflow.target-matched'
    | 'workflow.skipped'
    | 'workflow.timeout'
    | 'task-queue.entered'
    | 'task-queue.moved'
    | 'task-queue.timeout';
  readonly queueSid: string | null;
  readonly previousQueueSid: string | null;
  readonly priority: number;
  readonly filterName: string | null;
  readonly targetIndex: number;
}

/** An offer that is going to be made. */
export interface PlannedOffer {
  readonly worker: WorkerState;
  readonly reservationSid: string;
}

/** What should become of one task. */
export interface Decision {
  readonly task: WaitingTask;
  /** Its new place; null when it leaves the workflow and is to be given up. */
  readonly route: Route | null;
  readonly queueSid: string | null;
  readonly priority: number;
  readonly hasMoved: boolean;
  readonly steps: readonly RouteStep[];
  readonly warnings: readonly (40152 | 40154)[];
  readonly offers: readonly PlannedOffer[];
}

/** A decision in the making. */
export class Draft implements Decision {
  readonly task: WaitingTask;
  readonly #workforce: Workforce;
  readonly #now: number;
  route: Route | null;
  queueSid: string | null;
  priority: number;
  order: QueueOrder;
  hasMoved = false;
  readonly steps: RouteStep[] = [];
  readonly warnings: (40152 | 40154)[] = [];
  offers: readonly PlannedOffer[] = [];

  /** Begins with a task where it is: into its workflow when it is not there yet, and past targets whose time is up. */
  constructor(task: WaitingTask, workforce: Workforce, now: number) {
    this.task = task;
    this.#workforce = workforce;
    this.#now = now;
    this.route = task.route;
    this.queueSid = task.queueSid;
    this.priority = task.priority;
    this.order = task.order;
    if (task.route === null) this.#enter(now);
    while (this.route !== null) {
      const deadline = deadlineOf(task.plan, this.route);
      if (deadline === null || deadline > now) break;
      this.moveOn('timeout');
    }
  }

  /** The target the task has come to. */
  get target() {
    return this.route === null ? undefined : targetOf(this.task.plan, this.route);
  }

  /** Leaves the target for the next one, or the workflow. */
  moveOn(cause: LeavingCause): void {
    const { plan, document } = this.task;
    this.#note(cause === 'skip' ? 'workflow.skipped' : 'task-queue.timeout', this.queueSid);
    this.hasMoved = true;
    const next = leave(plan, this.route as Route, document, cause, this.#now);
    if (next === null) {
      this.#note('workflow.timeout', this.queueSid);
      this.route = null;
      return;
    }
    this.route = next;
    this.#arrive('task-queue.moved');
  }

  /** The task at the place it has come to, with the columns this place has in the database. */
  moved(columns: Partial<TaskRow>): WaitingTask {
    if (!this.hasMoved) return this.task;
    const { task, route, order } = this;
    const row = { ...task.row, ...columns };
    return new WaitingTask({ row, plan: task.plan, route, order, holders: task.holders });
  }

  #enter(now: number): void {
    const { plan, document } = this.task;
    this.hasMoved = true;
    this.route = enter(plan, document, now);
    if (this.route === null) {
      this.#note('workflow.entered', null);
      this.#note('workflow.timeout', this.queueSid);
      return;
    }
    if (!plan.isDirect) this.#note('workflow.entered', null);
    this.#arrive('task-queue.entered');
  }

  /** Takes on the queue and the priority of the target. */
  #arrive(type: 'task-queue.entered' | 'task-queue.moved'): void {
    const target = targetOf(this.task.plan, this.route as Route)!;
    const previous = this.queueSid;
    this.queueSid = target.queueSid;
    this.priority = target.priority ?? this.priority;
    this.order =
      (target.queueSid === null ? undefined : this.#workforce.queue(target.queueSid))?.order ?? 'FIFO';
    if (!this.task.plan.isDirect) this.#note('workflow.target-matched', previous);
    const isEntered =
      target.queueSid !== null && (type === 'task-queue.entered' || previous !== target.queueSid);
    if (isEntered) this.#note(type, previous);
    const warning = this.#workforce.knownWorkerWarning(target, this.task);
    if (warning !== null) this.warnings.push(warning);
  }

  #note(type: RouteStep['type'], previousQueueSid: string | null): void {
    const { route, queueSid, priority } = this;
    this.steps.push({
      type,
      queueSid,
      previousQueueSid: previousQueueSid === queueSid ? null : previousQueueSid,
      priority,
      filterName: route === null ? null : filterNameOf(this.task.plan, route),
      targetIndex: route?.target ?? 0,
    });
  }
}
