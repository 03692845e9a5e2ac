// Routing as the rules say it, with no thought of speed: every waiting task is held against every worker. The
// server's engine is judged by it, so nothing here is taken from there.
import { deadlineOf, isDirect, targetOf } from './places.ts';
import { cancelTask, failTransfer } from './rules.ts';
import {
  activityOf,
  factsOf,
  heldBy,
  heldOf,
  membersOf,
  presenceIn,
  queueOf,
  type Route,
  type Target,
  type Task,
  type Worker,
  type World,
} from './world.ts';

/** The workers of the queue a task waits in, or the one it is sent to. */
export function poolOf(world: World, task: Task): Worker[] {
  return task.directWorker === null
    ? membersOf(world, task.queueSid)
    : world.workers.filter(({ sid }) => sid === task.directWorker);
}

/** Whether a worker of the pool is one the task is for where it waits, whatever the worker's state. */
export function isMatch(world: World, worker: Worker, task: Task): boolean {
  if (heldOf(world, task).some((one) => one.worker === worker.sid)) return false;
  const target = targetOf(world, task);
  if (target === null) return true;
  const facts = factsOf(world, worker);
  if (target.expression !== null && !target.expression.holds(task.attributes, facts)) return false;
  if (target.known === 'sid') return task.attributes.agent_sid === worker.sid;
  return target.known !== 'name' || task.attributes.agent_name === worker.name;
}

/** Whether a worker can be offered one more task of this kind now. */
export function isReady(world: World, worker: Worker, task: Task): boolean {
  if (task.ignoresCapacity) return true;
  const channel = worker.channels.get(task.channel);
  if (channel === undefined || !channel.isOpen || !activityOf(world, worker).isAvailable) return false;
  return heldBy(world, worker, task.channel) < channel.capacity;
}

/** The workers a waiting task can be offered to where it waits, best first. */
export function candidatesFor(world: World, task: Task): Worker[] {
  const orderBy = targetOf(world, task)?.orderBy;
  const idleSince = ({ statusChangedAt, releasedAt }: Worker) => Math.max(statusChangedAt, releasedAt);
  const isByIdleTime = world.byIdleTime.has(task.channel);
  return poolOf(world, task)
    .filter((worker) => isReady(world, worker, task) && isMatch(world, worker, task))
    .sort(
      (a, b) =>
        orderBy?.compare(a.attributes, b.attributes) ||
        (isByIdleTime ? idleSince(a) - idleSince(b) : 0) ||
        compare(a.lastOffer, b.lastOffer) ||
        a.statusChangedAt - b.statusChangedAt ||
        compare(a.sid, b.sid),
    );
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

/**
 * Brings the workspace to rest. `fresh` are the tasks that came to their target just now, or were changed: only
 * these are asked whether they skip it. Tasks whose transfer failed on the way, or whose time was up where they
 * came to, are looked at in another round.
 */
export function settle(world: World, fresh: ReadonlySet<string>): void {
  for (let round = fresh; ; ) {
    const next = decide(world, round);
    if (next.size === 0) return;
    round = next;
  }
}

function decide(world: World, fresh: ReadonlySet<string>): Set<string> {
  const asked = new Set(fresh);
  const returned = new Set<string>();
  const waiting = world.tasks.filter((task) => task.status === 'pending');
  for (const task of waiting) begin(world, task, asked, returned);
  let line = waiting.filter((task) => task.status === 'pending' && !returned.has(task.sid));
  while (line.length > 0) {
    const next = line.reduce((first, task) => (compareTasks(world, task, first) < 0 ? task : first));
    const isMoved = look(world, next, asked, returned);
    if (!isMoved || next.status !== 'pending' || returned.has(next.sid)) {
      line = line.filter((task) => task !== next);
    }
  }
  return returned;
}

/** Into the workflow, and past the targets whose time is up. */
function begin(world: World, task: Task, asked: Set<string>, returned: Set<string>): void {
  if (task.route === null) {
    asked.add(task.sid);
    const start = { filter: -1, target: 0, enteredAt: world.now, timeoutsPassed: 0, isTimedOut: false };
    if (isDirect(task)) {
      task.route = { ...start, filter: 0 };
      task.queueSid = task.directQueue ?? task.queueSid;
    } else enterFilter(world, task, start, returned);
  }
  for (;;) {
    const isHere = task.status === 'pending' && !returned.has(task.sid);
    const deadline = isHere ? deadlineOf(world, task) : null;
    if (deadline === null || deadline > world.now) return;
    leaveTarget(world, task, true, returned);
    asked.add(task.sid);
  }
}

/** Offers the task, or lets it skip its target; true when it has moved and is to be looked at again. */
function look(world: World, task: Task, asked: Set<string>, returned: Set<string>): boolean {
  const found = candidatesFor(world, task);
  if (found.length > 0) {
    const most = task.directWorker === null ? (queueOf(world, task.queueSid)?.maxReserved ?? 1) : 1;
    offer(world, task, found.slice(0, most));
    return false;
  }
  const skipIf = asked.has(task.sid) ? (targetOf(world, task)?.skipIf ?? null) : null;
  if (skipIf === null || !skipIf.holds(presenceIn(world, task.queueSid!))) {
    // One that skipped into a target whose time was up before it came there has now been tried there, too.
    const deadline = deadlineOf(world, task);
    if (deadline !== null && deadline <= world.now) returned.add(task.sid);
    return false;
  }
  leaveTarget(world, task, false, returned);
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
      transfer: task.transfer?.sid ?? '',
      status: 'pending',
      expiresAt: world.now + (workflow?.reservationTimeout ?? 120_000),
    });
  }
}

/** On to the next target, else into the next filter that matches, else to the default filter or out. */
function leaveTarget(world: World, task: Task, isTimeUp: boolean, returned: Set<string>): void {
  const { configuration } = world.workflows.find(({ sid }) => sid === task.workflowSid)!;
  const route = task.route!;
  const timeoutsPassed = route.timeoutsPassed + (targetOf(world, task)?.timeout ?? 0);
  const targets = configuration.filters[route.filter]?.targets ?? [];
  if (route.target + 1 < targets.length) {
    arrive(task, { ...route, target: route.target + 1, timeoutsPassed }, targets[route.target + 1]!);
    return;
  }
  const isTimedOut = route.isTimedOut || isTimeUp;
  enterFilter(world, task, { ...route, timeoutsPassed, isTimedOut }, returned);
}

function enterFilter(world: World, task: Task, from: Route, returned: Set<string>): void {
  const { filters, fallback } = world.workflows.find(({ sid }) => sid === task.workflowSid)!.configuration;
  for (let number = from.filter + 1; number < filters.length; number += 1) {
    const filter = filters[number]!;
    if (!filter.expression.holds(task.attributes)) continue;
    arrive(task, { ...from, filter: number, target: 0 }, filter.targets[0]!);
    return;
  }
  const isFallbackOpen = !from.isTimedOut && from.filter < filters.length;
  if (fallback !== null && isFallbackOpen) {
    arrive(task, { ...from, filter: filters.length, target: 0 }, fallback);
    return;
  }
  if (task.transfer === null) cancelTask(world, task, 'Task canceled on Workflow timeout');
  else failTransfer(world, task, returned);
}

function arrive(task: Task, route: Route, target: Target): void {
  task.route = route;
  task.queueSid = target.queueSid;
  task.priority = target.priority ?? task.priority;
}
