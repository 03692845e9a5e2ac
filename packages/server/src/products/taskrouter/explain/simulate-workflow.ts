// Runs a workflow for a task that does not exist: the steps it would take if nobody accepted it, with the workers of
// this moment. Nothing is written, and the clock stands still but for the timeouts passed.
import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { TaskChannelRow, TaskQueueRow } from '#storage/schema/taskrouter.ts';
import type { Plan, PlannedFilter, PlannedTarget } from '../routing/plan.ts';
import { deadlineOf, enter, type LeavingCause, leave, type Route, targetOf } from '../routing/route.ts';
import type { Demand } from './demand.ts';
import { firstOf, type Muster, membersOf, muster, orderOf, presenceOf } from './muster.ts';
import type { StaffMember } from './read-staff.ts';
import { type Reason, waitingReason } from './waiting-reason.ts';

/** Steps looked at: each compares every worker. */
const MOST_STEPS = 50;
/** Workers named of each kind. */
const MOST_NAMED = 20;

/** What a simulation is run on. */
export interface SimulatedTask {
  readonly plan: Plan;
  readonly document: JsonObject;
  readonly channel: TaskChannelRow;
  readonly priority: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The workspace as it is. */
export interface Scene {
  readonly staff: readonly StaffMember[];
  readonly queues: ReadonlyMap<string, TaskQueueRow>;
}

/** One target on the way. */
export interface SimulatedStep {
  /** Milliseconds after the task was made. */
  readonly after: number;
  readonly filterIndex: number | null;
  readonly filter: PlannedFilter | null;
  readonly targetIndex: number;
  readonly target: PlannedTarget;
  readonly queue: TaskQueueRow | null;
  /** The priority the task has here. */
  readonly priority: number;
  readonly muster: Muster;
  readonly matching: readonly StaffMember[];
  readonly ready: readonly StaffMember[];
  /** Who would be offered the task at once. */
  readonly offered: readonly StaffMember[];
  /** Why nobody is; null when somebody is. */
  readonly reason: Reason | null;
  /** What `skip_if` is here; null where the target has none. */
  readonly skips: boolean | null;
  readonly presence: JsonObject;
  /** How it goes on if nobody accepts; null when the task stays for as long as it lives. */
  readonly next: { readonly cause: LeavingCause; readonly after: number } | null;
}

/** How the way ends. */
export type Outcome = 'stays' | 'leaves' | 'matches-no-filter' | 'too-many-steps';

export interface Simulation {
  readonly steps: readonly SimulatedStep[];
  readonly outcome: Outcome;
}

/** Workers by the queue they belong to, found once however often the queue is come to. */
type Members = Map<string, readonly StaffMember[]>;

/** Follows the plan to its end. Other requests have their turn between two steps. */
export async function simulate(task: SimulatedTask, scene: Scene): Promise<Simulation> {
  const members: Members = new Map();
  const steps: SimulatedStep[] = [];
  let route = enter(task.plan, task.document, task.now);
  if (route === null) return { steps, outcome: 'matches-no-filter' };
  let at = task.now;
  let { priority } = task;
  while (route !== null) {
    if (steps.length === MOST_STEPS) return { steps, outcome: 'too-many-steps' };
    const target = targetOf(task.plan, route) as PlannedTarget;
    priority = target.priority ?? priority;
    const step = stepAt(task, scene, members, { route, at, priority });
    steps.push(step);
    if (step.next === null) return { steps, outcome: 'stays' };
    at = task.now + step.next.after;
    await setImmediate();
    route = leave(task.plan, route, task.document, step.next.cause, at);
  }
  return { steps, outcome: 'leaves' };
}

function stepAt(
  task: SimulatedTask,
  scene: Scene,
  members: Members,
  { route, at, priority }: { route: Route; at: number; priority: number },
): SimulatedStep {
  const target = targetOf(task.plan, route) as PlannedTarget;
  const queue = scene.queues.get(target.queueSid ?? '') ?? null;
  const { channel, document } = task;
  const demand: Demand = {
    target,
    queue,
    channel,
    document,
    ignoresCapacity: false,
    holders: new Set(),
    now: at,
  };
  const known = queue === null ? undefined : members.get(queue.sid);
  const found = muster(demand, scene.staff, known ?? membersOf(demand, scene.staff));
  if (queue !== null) members.set(queue.sid, found.inQueue);
  const order = orderOf(demand);
  const presence = presenceOf(found);
  const isOffered = found.ready.length > 0;
  const skips = target.skips?.({ named: { workers: presence, task: document } }) ?? null;
  return {
    after: at - task.now,
    filterIndex: route.filter === task.plan.filters.length ? null : route.filter,
    filter: task.plan.filters[route.filter] ?? null,
    targetIndex: route.target,
    target,
    queue,
    priority,
    muster: found,
    matching: firstOf(found.matching, order, MOST_NAMED),
    ready: firstOf(found.ready, order, MOST_NAMED),
    offered: firstOf(found.ready, order, queue?.max_reserved_workers ?? 1),
    reason: isOffered ? null : waitingReason(demand, found, 0),
    skips,
    presence,
    next: nextOf(task, route, { at, isSkipped: !isOffered && skips === true }),
  };
}

/** A target is skipped at once when nobody can be offered the task, and left when its time is up. */
function nextOf(
  { plan, now }: SimulatedTask,
  route: Route,
  { at, isSkipped }: { at: number; isSkipped: boolean },
): SimulatedStep['next'] {
  if (isSkipped) return { cause: 'skip', after: at - now };
  const deadline = deadlineOf(plan, route);
  return deadline === null ? null : { cause: 'timeout', after: Math.max(deadline, at) - now };
}
