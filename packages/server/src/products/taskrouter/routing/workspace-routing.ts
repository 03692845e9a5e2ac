// The routing of one workspace in memory: its workers, queues and workflows with the tasks that wait.
import type { QueueOrder, TaskRow, WorkflowRow } from '#storage/schema/taskrouter.ts';
import { Dispatch } from './decide.ts';
import type { Decision } from './draft.ts';
import type { Plan } from './plan.ts';
import { directPlan } from './plans.ts';
import { deadlineOf } from './route.ts';
import { type PlanPlace, taskPlace } from './task-place.ts';
import { WaitingTask } from './waiting-task.ts';
import type { QueueState, WorkerState } from './worker-state.ts';
import { Workforce } from './workforce.ts';

/** A waiting task as it was read, with the workers who hold it already. */
export interface ReadTask {
  readonly row: TaskRow;
  readonly holders: ReadonlySet<string>;
}

/** What was read of a workspace: the whole of it, or what changed. Objects that have gone are named by SID. */
export interface ReadObjects {
  readonly queues: readonly QueueState[];
  readonly workflows: readonly WorkflowRow[];
  readonly workers: readonly WorkerState[];
  readonly tasks: readonly ReadTask[];
  readonly gone: readonly string[];
}

/** The workspace's own settings that routing follows. */
export interface WorkspaceSettings {
  readonly sid: string;
  readonly accountSid: string;
  readonly prioritized: QueueOrder;
  /** Task channels whose tasks go to the longest idle worker. */
  readonly byIdleTime: ReadonlySet<string>;
}

/** One workspace. */
export class WorkspaceRouting {
  readonly sid: string;
  readonly accountSid: string;
  readonly #dispatch: Dispatch;
  readonly #workflows = new Map<string, WorkflowRow>();
  /** Plans of tasks sent past any workflow, by their queue or worker: tasks of one plan are filed together. */
  readonly #directPlans = new Map<string, Plan>();

  constructor(settings: WorkspaceSettings) {
    this.sid = settings.sid;
    this.accountSid = settings.accountSid;
    this.#dispatch = new Dispatch(new Workforce(settings.byIdleTime), settings.prioritized);
  }

  get isAtRest(): boolean {
    return this.#dispatch.isAtRest;
  }

  /** Seconds an offer of a workflow's tasks may stay unanswered; undefined for a task without workflow. */
  reservationTimeout(workflowSid: string | null): number | undefined {
    return workflowSid === null ? undefined : this.#workflows.get(workflowSid)?.task_reservation_timeout;
  }

  /** Fills an empty routing. Tasks rest in their targets where nothing but a worker can change that. */
  load(read: ReadObjects, now: number): void {
    this.#takeObjects(read, now);
    for (const task of read.tasks) {
      const waiting = this.#waiting(task);
      if (mayMoveOn(waiting, now)) this.#dispatch.changeTask(waiting, now);
      else this.#dispatch.restTask(waiting);
    }
  }

  /** Whether a task waits here, as far as is known. */
  hasTask(taskSid: string): boolean {
    return this.#dispatch.hasTask(taskSid);
  }

  /** Takes in what changed. */
  change(read: ReadObjects, now: number): void {
    for (const sid of read.gone) this.#forget(sid, now);
    this.#takeObjects(read, now);
    for (const task of read.tasks) this.#dispatch.changeTask(this.#waiting(task), now);
  }

  /** When it is to be looked at again because of the time of day, in milliseconds; null while nothing asks for it. */
  nextChange(now: number): number | null {
    return this.#dispatch.nextChange(now);
  }

  /** Takes in that time has passed. */
  passTime(now: number): void {
    this.#dispatch.passTime(now);
  }

  /** Decides on at most `limit` tasks. */
  decide(limit: number, now: number): Decision[] {
    return this.#dispatch.decide(limit, now);
  }

  #takeObjects({ queues, workflows, workers }: ReadObjects, now: number): void {
    for (const workflow of workflows) this.#workflows.set(workflow.sid, workflow);
    const waiting = queues.flatMap((queue) => this.#tasksOf(queue.sid));
    for (const queue of queues) this.#dispatch.workforce.setQueue(queue);
    for (const worker of workers) this.#dispatch.changeWorker(worker);
    for (const task of waiting) this.#dispatch.changeTask(this.#waiting(task), now);
  }

  #tasksOf(queueSid: string): WaitingTask[] {
    return [...this.#dispatch.tasks()].filter((task) => task.queueSid === queueSid);
  }

  #forget(sid: string, now: number): void {
    switch (sid.slice(0, 2)) {
      case 'WT':
        this.#dispatch.removeTask(sid);
        return;
      case 'WK':
        this.#dispatch.workforce.removeWorker(sid);
        return;
      case 'WW':
        this.#workflows.delete(sid);
        return;
      case 'WQ': {
        const waiting = this.#tasksOf(sid);
        this.#dispatch.workforce.removeQueue(sid);
        for (const task of waiting) this.#dispatch.changeTask(this.#waiting(task), now);
      }
    }
  }

  #waiting({ row, holders }: ReadTask): WaitingTask {
    const order = (
      row.task_queue_sid === null ? undefined : this.#dispatch.workforce.queue(row.task_queue_sid)
    )?.order;
    return new WaitingTask({ row, ...this.#placeOf(row), order: order ?? 'FIFO', holders });
  }

  #placeOf(row: TaskRow): PlanPlace {
    const workflow = row.workflow_sid === null ? undefined : this.#workflows.get(row.workflow_sid);
    return taskPlace(row, workflow?.configuration ?? null, (queue, worker) => this.#direct(queue, worker));
  }

  #direct(queueSid: string | null, workerSid: string | null): Plan {
    const name = `${queueSid} ${workerSid}`;
    const known = this.#directPlans.get(name);
    if (known !== undefined) return known;
    const plan = directPlan(queueSid, workerSid);
    this.#directPlans.set(name, plan);
    return plan;
  }
}

/**
 * Whether a task may leave its place without a worker: its time is up, it is sent past capacity, or its target may be
 * skipped. It may have come back to it just before somebody else stopped routing.
 */
function mayMoveOn(task: WaitingTask, now: number): boolean {
  const { plan, route, target } = task;
  if (route === null || task.ignoresCapacity || (target !== undefined && target.skips !== null)) return true;
  const deadline = deadlineOf(plan, route);
  return deadline !== null && deadline <= now;
}
