// What must be true of the workspace whenever it is at rest, however it came to be so.
import { deadlineOf } from './places.ts';
import { candidatesFor, compareTasks, isMatch, poolOf } from './plain-routing.ts';
import {
  heldOf,
  isOpen,
  isWaiting,
  offersOf,
  type Reservation,
  type Task,
  type Worker,
  type World,
} from './world.ts';

/** The part of the workspace before a step that invariants over the step look back at. */
export interface Before {
  readonly reservations: ReadonlySet<string>;
  /** Capacity by worker and channel. */
  readonly capacities: ReadonlyMap<string, number>;
}

/** Remembers a workspace at rest. */
export function remember(world: World): Before {
  const capacities = world.workers.flatMap((worker) =>
    [...worker.channels].map(([channel, { capacity }]) => [`${worker.sid} ${channel}`, capacity] as const),
  );
  return { reservations: new Set(world.reservations.map(({ sid }) => sid)), capacities: new Map(capacities) };
}

/** Everything that is wrong with a workspace at rest. */
export function broken(world: World, before: Before): string[] {
  return [
    ...world.tasks.flatMap((task) => brokenTask(world, task)),
    ...world.workers.flatMap((worker) => overCapacity(world, worker, before)),
  ];
}

function brokenTask(world: World, task: Task): string[] {
  const lines: string[] = [];
  const say = (text: string) => lines.push(`task ${task.sid} ${text}`);
  const held = heldOf(world, task);
  const offers = offersOf(world, task);
  if (!isHeldRightly(task, held)) say(`is ${task.status} with ${held.length} accepted reservations`);
  for (const one of held) {
    const rivals = held.filter(({ transfer }) => transfer === one.transfer);
    if (rivals.length > 1) say(`is held by ${rivals.length} of one round of offers`);
  }
  if ((task.status === 'reserved') !== offers.length > 0) {
    say(`is ${task.status} with ${offers.length} open offers`);
  }
  const asked = [...held, ...offers].map(({ worker }) => worker);
  if (new Set(asked).size < asked.length) say('is with one worker twice');
  if (task.status === 'pending') lines.push(...brokenWait(world, task));
  if (offers.some(({ expiresAt }) => expiresAt <= world.now)) say('has an offer whose time is up');
  if (offers.some(({ transfer }) => transfer !== (task.transfer?.sid ?? '')))
    say('has an offer of a past transfer');
  if (task.timer !== null && task.timer.at <= world.now) say(`is beyond the time of ${task.timer.phase}`);
  if (isWaiting(task) && task.transfer === null && task.timer?.phase !== 'waiting')
    say('waits without an end');
  return lines;
}

/** Somebody works on assigned and wrapping tasks, nobody on others unless they are being transferred. */
function isHeldRightly(task: Task, held: readonly Reservation[]): boolean {
  const isAccepted = held.some(({ status }) => status === 'accepted');
  if (task.status === 'assigned') return isAccepted && task.transfer === null;
  if (task.status === 'wrapping') return held.length > 0 && !isAccepted && task.transfer === null;
  return held.length === 0 || (isWaiting(task) && task.transfer !== null);
}

function brokenWait(world: World, task: Task): string[] {
  const lines: string[] = [];
  const idle = candidatesFor(world, task);
  if (idle.length > 0) {
    lines.push(`task ${task.sid} waits beside idle ${idle.map(({ sid }) => sid).join(', ')}`);
  }
  const deadline = deadlineOf(world, task);
  if (deadline !== null && deadline <= world.now) {
    lines.push(`task ${task.sid} stays beyond the time of its target`);
  }
  if (task.route === null) lines.push(`task ${task.sid} waits outside its workflow`);
  return lines;
}

/** Nobody is offered another task above their capacity, unless the task asks for them whatever they hold. */
function overCapacity(world: World, worker: Worker, before: Before): string[] {
  return [...worker.channels].flatMap(([channel, { capacity }]) => {
    const most = Math.max(capacity, before.capacities.get(`${worker.sid} ${channel}`) ?? capacity);
    const held = world.reservations.filter(
      (one) => one.worker === worker.sid && one.channel === channel && isOpen(one),
    );
    return held
      .filter((one) => one.status === 'pending' && !before.reservations.has(one.sid) && !isForced(world, one))
      .filter((one) => held.filter(({ sid }) => sid <= one.sid).length > most)
      .map((one) => `worker ${worker.sid} was offered ${one.task} above its capacity of ${most}`);
  });
}

function isForced(world: World, reservation: Reservation): boolean {
  return world.tasks.find(({ sid }) => sid === reservation.task)?.ignoresCapacity === true;
}

/**
 * Tasks that were passed over by the step: `earlier` waited before it and waits still in the same place, a worker
 * who could take it was offered another task of the same channel, and that one stands behind it.
 */
export function passedOver(world: World, before: Before, earlier: readonly Task[]): string[] {
  const made = world.reservations.filter(
    ({ sid, status }) => status === 'pending' && !before.reservations.has(sid),
  );
  return made.flatMap((one) => {
    const taken = world.tasks.find(({ sid }) => sid === one.task)!;
    const worker = world.workers.find(({ sid }) => sid === one.worker)!;
    if (taken.ignoresCapacity) return [];
    return earlier
      .filter(
        (task) =>
          task.channel === taken.channel &&
          poolOf(world, task).includes(worker) &&
          isMatch(world, worker, task),
      )
      .filter((task) => compareTasks(world, task, taken) < 0)
      .map((task) => `task ${task.sid} was passed over for ${taken.sid} by ${worker.sid}`);
  });
}
