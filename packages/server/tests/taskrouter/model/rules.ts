// What the steps of callers and of the clock do to the model: the life of tasks and reservations in plain words.
import { cancelTask, deadlineOf, offersOf } from './plain-routing.ts';
import { activityOf, isOpen, type Reservation, type Task, type Worker, type World } from './world.ts';

/** SIDs of tasks that came back to their target, or were changed: they are asked again whether they skip it. */
export type Fresh = Set<string>;

const LONGEST_ASSIGNMENT_MS = 86_400_000;
const RETENTION_MS = 300_000;

export function taskOf(world: World, reservation: Reservation): Task {
  return world.tasks.find(({ sid }) => sid === reservation.task)!;
}

/** A task without an open offer waits again. */
export function requeue(world: World, task: Task, fresh: Fresh): void {
  if (task.status !== 'reserved' || offersOf(world, task).length > 0) return;
  task.status = 'pending';
  fresh.add(task.sid);
}

export function accept(world: World, reservation: Reservation): void {
  const task = taskOf(world, reservation);
  for (const other of offersOf(world, task)) other.status = 'rescinded';
  reservation.status = 'accepted';
  task.status = 'assigned';
  task.removedAt = world.now + LONGEST_ASSIGNMENT_MS;
}

export function moveWorker(world: World, worker: Worker, activity: string): void {
  if (worker.activity === activity) return;
  worker.activity = activity;
  worker.statusChangedAt = world.now;
}

/** Ends an open offer in the way given. */
export function endOffer(
  world: World,
  one: Reservation,
  status: 'rejected' | 'timeout' | 'canceled',
  fresh: Fresh,
) {
  one.status = status;
  requeue(world, taskOf(world, one), fresh);
}

export function wrapUp(world: World, task: Task): void {
  task.status = 'wrapping';
  task.removedAt = null;
  for (const one of heldOf(world, task)) one.status = 'wrapping';
}

export function complete(world: World, task: Task): void {
  task.status = 'completed';
  task.removedAt = world.now + RETENTION_MS;
  for (const one of heldOf(world, task)) one.status = 'completed';
}

/** A task with its reservations. */
export function erase(world: World, task: Task): void {
  world.tasks = world.tasks.filter((other) => other !== task);
  world.reservations = world.reservations.filter((one) => one.task !== task.sid);
}

/** Those of its reservations that somebody works on. */
export function heldOf(world: World, task: Task): Reservation[] {
  return world.reservations.filter((one) => one.task === task.sid && isOpen(one) && one.status !== 'pending');
}

export function isAvailable(world: World, worker: Worker): boolean {
  return activityOf(world, worker).isAvailable;
}

/** Something that happens by itself at its time. */
interface Due {
  readonly at: number;
  readonly happen: (fresh: Fresh) => void;
}

/** Everything that is going to happen by itself. */
export function duesOf(world: World): Due[] {
  const dues: Due[] = [];
  for (const one of world.reservations) {
    if (one.status === 'pending')
      dues.push({ at: one.expiresAt, happen: (fresh) => expire(world, one, fresh) });
  }
  for (const task of world.tasks) dues.push(...duesOfTask(world, task));
  return dues;
}

function duesOfTask(world: World, task: Task): Due[] {
  const isWaiting = task.status === 'pending' || task.status === 'reserved';
  if (!isWaiting) {
    return task.removedAt === null ? [] : [{ at: task.removedAt, happen: () => erase(world, task) }];
  }
  const end = {
    at: task.waitsUntil,
    happen: () => {
      if (task.status === 'pending' || task.status === 'reserved')
        cancelTask(world, task, 'Task TTL Exceeded');
    },
  };
  const deadline = task.status === 'pending' ? deadlineOf(world, task) : null;
  if (deadline === null) return [end];
  return [end, { at: deadline, happen: (fresh) => fresh.add(task.sid) }];
}

function expire(world: World, one: Reservation, fresh: Fresh): void {
  if (one.status !== 'pending') return;
  const worker = world.workers.find(({ sid }) => sid === one.worker);
  endOffer(world, one, 'timeout', fresh);
  if (worker !== undefined) moveWorker(world, worker, world.timeoutActivity);
}
