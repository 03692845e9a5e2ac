// A task that looks for a worker, as routing keeps it in memory.
import { readAttributes } from '#kernel/attributes.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { QueueOrder, TaskRow } from '#storage/schema/taskrouter.ts';
import type { Plan, PlannedTarget } from './plan.ts';
import { type Route, targetOf } from './route.ts';
import type { QueuedTask } from './task-order.ts';
import type { TaskNeed } from './workforce.ts';

/** What a waiting task is made of. */
export interface WaitingTaskFacts {
  readonly row: TaskRow;
  readonly plan: Plan;
  /** A place the plan has; null before the task has entered, or when it is to enter anew. */
  readonly route: Route | null;
  /** Kind of the queue the task is in. */
  readonly order: QueueOrder;
  /** Workers who hold the task already: it is being transferred. */
  readonly holders: ReadonlySet<string>;
}

/** A waiting task at one place. It never changes: a task that moves on is another object. */
export class WaitingTask implements TaskNeed, QueuedTask {
  readonly row: TaskRow;
  readonly plan: Plan;
  readonly route: Route | null;
  readonly order: QueueOrder;
  readonly holders: ReadonlySet<string>;
  #document: JsonObject | null = null;

  constructor({ row, plan, route, order, holders }: WaitingTaskFacts) {
    this.row = row;
    this.plan = plan;
    this.route = route;
    this.order = order;
    this.holders = holders;
  }

  get sid(): string {
    return this.row.sid;
  }

  get queueSid(): string | null {
    return this.row.task_queue_sid;
  }

  get priority(): number {
    return this.row.priority;
  }

  get virtualStartTime(): number {
    return this.row.virtual_start_time;
  }

  get taskChannelSid(): string {
    return this.row.task_channel_sid;
  }

  get ignoresCapacity(): boolean {
    return this.row.ignore_capacity === 1;
  }

  get document(): JsonObject {
    this.#document ??= readAttributes(this.row.attributes) as JsonObject;
    return this.#document;
  }

  /** The target the task is at. */
  get target(): PlannedTarget | undefined {
    return this.route === null ? undefined : targetOf(this.plan, this.route);
  }

  /** Gives the parsed attributes up while the task rests: those of a hundred thousand are not needed at once. */
  rest(): void {
    this.#document = null;
  }
}
