// The routing decision: who is offered which waiting task, and which tasks move on in their workflows. Pure:
// it reads what it is given and says what should happen.
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { QueueOrder } from '#storage/schema/taskrouter.ts';
import type { Plan } from './plan.ts';
import { deadlineOf, enter, filterNameOf, type LeavingCause, leave, type Route, targetOf } from './route.ts';
import { compareTasks } from './task-order.ts';
import type { TaskNeed, WorkerState, Workforce } from './workforce.ts';

/** A pending task. */
export interface WaitingTask extends TaskNeed {
  readonly sid: string;
  readonly document: JsonObject;
  readonly plan: Plan;
  /** A place the plan has; null before the task has entered, or when it is to enter anew. */
  readonly route: Route | null;
  readonly queueSid: string | null;
  readonly priority: number;
  readonly virtualStartTime: number;
  /** Something about the task itself changed, so every worker is looked at and not only the changed ones. */
  readonly isFresh: boolean;
}

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

/** What should become of one task. */
export interface Decision {
  readonly task: WaitingTask;
  /** Its new place; null when it leaves the workflow and is to be canceled. */
  readonly route: Route | null;
  readonly queueSid: string | null;
  readonly priority: number;
  readonly hasMoved: boolean;
  readonly steps: readonly RouteStep[];
  readonly warnings: readonly (40152 | 40154)[];
  readonly offers: readonly WorkerState[];
}

/** A decision in the making. */
interface Draft {
  readonly task: WaitingTask;
  route: Route | null;
  queueSid: string | null;
  priority: number;
  hasMoved: boolean;
  readonly steps: RouteStep[];
  readonly warnings: (40152 | 40154)[];
  offers: readonly WorkerState[];
}

/** What a round of decisions is made on. */
export interface Round {
  readonly workforce: Workforce;
  /** Workers of whom something changed. */
  readonly changedWorkers: ReadonlySet<string>;
  readonly prioritized: QueueOrder;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Decides on the waiting tasks. Tasks for which nothing changes are left out. */
export function decide(round: Round, tasks: readonly WaitingTask[]): Decision[] {
  const drafts = tasks.map((task) => beginning(round, task));
  const line = drafts.filter((draft) => draft.route !== null).sort((a, b) => compareDrafts(round, a, b));
  for (let at = 0; at < line.length; at += 1) {
    const draft = line[at]!;
    offer(round, draft);
    if (draft.offers.length > 0 || !skips(round, draft)) continue;
    move(round, draft, 'skip');
    if (draft.route !== null) line.splice(placeInLine(round, line, at + 1, draft), 0, draft);
  }
  return drafts.filter((draft) => draft.hasMoved || draft.offers.length > 0);
}

function beginning(round: Round, task: WaitingTask): Draft {
  const draft: Draft = {
    task,
    route: task.route,
    queueSid: task.queueSid,
    priority: task.priority,
    hasMoved: false,
    steps: [],
    warnings: [],
    offers: [],
  };
  if (task.route === null) enterPlan(round, draft);
  while (draft.route !== null) {
    const deadline = deadlineOf(task.plan, draft.route);
    if (deadline === null || deadline > round.now) break;
    move(round, draft, 'timeout');
  }
  return draft;
}

function enterPlan(round: Round, draft: Draft): void {
  const { plan, document } = draft.task;
  draft.hasMoved = true;
  draft.route = enter(plan, document, round.now);
  if (draft.route === null) {
    note(draft, 'workflow.entered', null);
    note(draft, 'workflow.timeout', draft.queueSid);
    return;
  }
  if (!plan.isDirect) note(draft, 'workflow.entered', null);
  arrive(round, draft, 'task-queue.entered');
}

function move(round: Round, draft: Draft, cause: LeavingCause): void {
  const { plan, document } = draft.task;
  if (cause === 'skip') note(draft, 'workflow.skipped', draft.queueSid);
  else note(draft, 'task-queue.timeout', draft.queueSid);
  draft.hasMoved = true;
  const next = leave(plan, draft.route as Route, document, cause);
  if (next === null) {
    note(draft, 'workflow.timeout', draft.queueSid);
    draft.route = null;
    return;
  }
  draft.route = next;
  arrive(round, draft, 'task-queue.moved');
}

/** Takes on the queue and the priority of the target the draft has come to. */
function arrive(round: Round, draft: Draft, type: 'task-queue.entered' | 'task-queue.moved'): void {
  const target = targetOf(draft.task.plan, draft.route as Route)!;
  const previous = draft.queueSid;
  draft.queueSid = target.queueSid;
  draft.priority = target.priority ?? draft.priority;
  if (!draft.task.plan.isDirect) note(draft, 'workflow.target-matched', previous);
  const isEntered =
    target.queueSid !== null && (type === 'task-queue.entered' || previous !== target.queueSid);
  if (isEntered) note(draft, type, previous);
  const warning = round.workforce.knownWorkerWarning(target, draft.task);
  if (warning !== null) draft.warnings.push(warning);
}

function note(draft: Draft, type: RouteStep['type'], previousQueueSid: string | null): void {
  const { route, queueSid, priority } = draft;
  draft.steps.push({
    type,
    queueSid,
    previousQueueSid: previousQueueSid === queueSid ? null : previousQueueSid,
    priority,
    filterName: route === null ? null : filterNameOf(draft.task.plan, route),
    targetIndex: route?.target ?? 0,
  });
}

function offer(round: Round, draft: Draft): void {
  const { task } = draft;
  const { workforce } = round;
  const target = targetOf(task.plan, draft.route as Route)!;
  const isFresh = task.isFresh || draft.hasMoved;
  const found = workforce.candidates(target, task, isFresh ? null : round.changedWorkers);
  const queue = target.queueSid === null ? undefined : workforce.queue(target.queueSid);
  draft.offers = found.slice(0, target.workerSid === null ? (queue?.maxReservedWorkers ?? 1) : 1);
  for (const worker of draft.offers) workforce.take(worker, task.taskChannelSid);
}

/**
 * Whether the target is passed over. It is asked when a task comes to the target or back to it, never because a
 * worker changed while it waits.
 */
function skips(round: Round, draft: Draft): boolean {
  if (!draft.task.isFresh && !draft.hasMoved) return false;
  const target = targetOf(draft.task.plan, draft.route as Route)!;
  if (target.skips === null) return false;
  const workers = round.workforce.presence(target.queueSid);
  return target.skips({ named: { workers, task: draft.task.document } });
}

function compareDrafts(round: Round, a: Draft, b: Draft): number {
  return compareTasks(queued(round, a), queued(round, b), round.prioritized);
}

function queued(round: Round, draft: Draft) {
  const queue = draft.queueSid === null ? undefined : round.workforce.queue(draft.queueSid);
  return {
    sid: draft.task.sid,
    priority: draft.priority,
    virtualStartTime: draft.task.virtualStartTime,
    order: queue?.order ?? ('FIFO' as const),
  };
}

/** Where a task that moved on stands among those not yet looked at. */
function placeInLine(round: Round, line: readonly Draft[], from: number, draft: Draft): number {
  let low = from;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareDrafts(round, line[middle]!, draft) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
