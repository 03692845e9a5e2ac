// Routing as the rules say it, with no thought of speed: every waiting task is held against every worker. The
// server's engine is judged by it, so nothing here is taken from there.
import type { Reservation, Route, Target, Task, Worker, World } from './world.ts';
import { activityOf, factsOf, heldBy, membersOf, presenceIn, queueOf } from './world.ts';

/** A target without conditions. */
export function plainTarget(queueSid: string): Target {
  return {
    queueSid,
    expression: null,
    priority: null,
    timeout: null,
    skipIf: null,
    orderBy: null,
    known: null,
  };
}

/** The target a task waits in; null for a task sent straight to a worker, or where only its queue is left. */
export function targetOf(world: World, task: Task): Target | null {
  if (isDirect(task) || task.route === null) return null;
  const workflow = world.workflows.find(({ sid }) => sid === task.workflowSid);
  const configuration = workflow?.configuration;
  const { filter, target } = task.route;
  const found =
    filter === configuration?.filters.length
      ? configuration.fallback
      : configuration?.filters[filter]?.targets[target];
  // A place that an edited workflow no longer has leaves the task in its queue.
  return found?.queueSid === task.queueSid ? (found ?? null) : null;
}

export function isDirect(task: Task): boolean {
  return task.directWorker !== null || task.directQueue !== null;
}

/** When the time in the present target is up; deadlines add up from the entry into the workflow. */
export function deadlineOf(world: World, task: Task): number | null {
  const timeout = targetOf(world, task)?.timeout ?? null;
  const { route } = task;
  return timeout === null || route === null ? null : route.enteredAt + route.timeoutsPassed + timeout;
}

/** The workers a waiting task can be offered to where it waits, best first. */
export function candidatesFor(world: World, task: Task): Worker[] {
  const target = targetOf(world, task);
  const pool =
    task.directWorker === null
      ? membersOf(world, task.queueSid)
      : world.workers.filter(({ sid }) => sid === task.directWorker);
  return pool
    .filter((worker) => isReady(world, worker, task) && isMatch(world, worker, task, target))
    .sort(
      (a, b) =>
        target?.orderBy?.compare(a.attributes, b.attributes) ||
        compare(a.lastOffer, b.lastOffer) ||
        a.statusChangedAt - b.statusChangedAt ||
        compare(a.sid, b.sid),
    );
}

function isReady(world: World, worker: Worker, task: Task): boolean {
  if (task.ignoresCapacity) return true;
  const channel = worker.channels.get(task.channel);
  if (channel === undefined || !channel.isOpen || !activityOf(world, worker).isAvailable) return false;
  return heldBy(world, worker, task.channel) < channel.capacity;
}

function isMatch(world: World, worker: Worker, task: Task, target: Target | null): boolean {
  if (target === null) return true;
  const facts = factsOf(world, worker);
  if (target.expression !== null && !target.expression.holds(task.attributes, facts)) return false;
  if (target.known === 'sid') return task.attributes.agent_sid === worker.sid;
  return target.known !== 'name' || task.attributes.agent_name === worker.name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Which of two waiting tasks is looked at first. */
export function compareTasks(world: World, a: Task, b: Task): number {
  const orderOf = (task: Task) => queueOf(world, task.queueSid)?.order ?? 'FIFO';
  if (orderOf(a) !== orderOf(b)) return orderOf(a) === world.prioritized ? -1 : 1;
  if (orderOf(a) === 'LIFO') return compare(b.sid, a.sid);
  return b.priority - a.priority || a.startsAt - b.startsAt || compare(a.sid, b.sid);
}

/** Ends a task that is waiting or on offer. */
export function cancelTask(world: World, task: Task, reason: string | null): void {
  for (const reservation of offersOf(world, task)) reservation.status = 'canceled';
  task.status = 'canceled';
  task.reason = reason ?? task.reason;
  task.removedAt = world.now + 300_000;
}

/** The open offers of a task. */
export function offersOf(world: World, task: Task): Reservation[] {
  return world.reservations.filter((one) => one.task === task.sid && one.status === 'pending');
}

/**
 * Brings the workspace to rest. `fresh` are the tasks that came to their target just now, or were changed: only
 * these are asked whether they skip it.
 */
export function settle(world: World, fresh: ReadonlySet<string>): void {
  const asked = new Set(fresh);
  const waiting = world.tasks.filter((task) => task.status === 'pending');
  for (const task of waiting) begin(world, task, asked);
  let line = waiting.filter((task) => task.status === 'pending');
  while (line.length > 0) {
    const next = line.reduce((first, task) => (compareTasks(world, task, first) < 0 ? task : first));
    const isMoved = look(world, next, asked);
    if (!isMoved || next.status !== 'pending') line = line.filter((task) => task !== next);
  }
}

/** Into the workflow, and past the targets whose time is up. */
function begin(world: World, task: Task, asked: Set<string>): void {
  if (task.route === null) {
    asked.add(task.sid);
    if (isDirect(task)) {
      task.route = { filter: 0, target: 0, enteredAt: world.now, timeoutsPassed: 0, isTimedOut: false };
      task.queueSid = task.directQueue ?? task.queueSid;
    } else {
      const start = { filter: -1, target: 0, enteredAt: world.now, timeoutsPassed: 0, isTimedOut: false };
      enterFilter(world, task, start);
    }
  }
  for (;;) {
    const deadline = task.status === 'pending' ? deadlineOf(world, task) : null;
    if (deadline === null || deadline > world.now) return;
    leaveTarget(world, task, true);
    asked.add(task.sid);
  }
}

/** Offers the task, or lets it skip its target; true when it has moved and is to be looked at again. */
function look(world: World, task: Task, asked: Set<string>): boolean {
  const found = candidatesFor(world, task);
  if (found.length > 0) {
    const most = task.directWorker === null ? (queueOf(world, task.queueSid)?.maxReserved ?? 1) : 1;
    offer(world, task, found.slice(0, most));
    return false;
  }
  const skipIf = asked.has(task.sid) ? targetOf(world, task)?.skipIf : null;
  if (skipIf === null || skipIf === undefined) return false;
  if (!skipIf.holds(presenceIn(world, task.queueSid!))) return false;
  leaveTarget(world, task, false);
  asked.add(task.sid);
  return true;
}

function offer(world: World, task: Task, workers: readonly Worker[]): void {
  const workflow = world.workflows.find(({ sid }) => sid === task.workflowSid);
  task.status = 'reserved';
  for (const worker of workers) {
    world.offers += 1;
    worker.lastOffer = `~${String(world.offers).padStart(8, '0')}`;
    world.reservations.push({
      sid: '',
      task: task.sid,
      worker: worker.sid,
      channel: task.channel,
      status: 'pending',
      expiresAt: world.now + (workflow?.reservationTimeout ?? 120_000),
    });
  }
}

/** On to the next target, else into the next filter that matches, else to the default filter or out. */
function leaveTarget(world: World, task: Task, isTimeUp: boolean): void {
  const { configuration } = world.workflows.find(({ sid }) => sid === task.workflowSid)!;
  const route = task.route!;
  const timeoutsPassed = route.timeoutsPassed + (targetOf(world, task)?.timeout ?? 0);
  const targets = configuration.filters[route.filter]?.targets ?? [];
  if (route.target + 1 < targets.length) {
    arrive(task, { ...route, target: route.target + 1, timeoutsPassed }, targets[route.target + 1]!);
    return;
  }
  enterFilter(world, task, { ...route, timeoutsPassed, isTimedOut: route.isTimedOut || isTimeUp });
}

function enterFilter(world: World, task: Task, from: Route): void {
  const { filters, fallback } = world.workflows.find(({ sid }) => sid === task.workflowSid)!.configuration;
  for (let number = from.filter + 1; number < filters.length; number += 1) {
    const filter = filters[number]!;
    if (!filter.expression.holds(task.attributes)) continue;
    arrive(task, { ...from, filter: number, target: 0 }, filter.targets[0]!);
    return;
  }
  const isOpen = !from.isTimedOut && from.filter < filters.length;
  if (fallback !== null && isOpen) arrive(task, { ...from, filter: filters.length, target: 0 }, fallback);
  else cancelTask(world, task, 'Task canceled on Workflow timeout');
}

function arrive(task: Task, route: Route, target: Target): void {
  task.route = route;
  task.queueSid = target.queueSid;
  task.priority = target.priority ?? task.priority;
}
