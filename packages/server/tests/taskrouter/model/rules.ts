// What the steps of callers and of the clock do to the model: the life of tasks, reservations and transfers in plain
// words.
import { deadlineOf } from './places.ts';
import {
  activityOf,
  heldOf,
  isWaiting,
  moveReservation,
  offersOf,
  type Place,
  type Reservation,
  type Task,
  type Transfer,
  type Worker,
  type World,
} from './world.ts';

/** SIDs of tasks that came back to their target, or were changed: they are asked again whether they skip it. */
export type Fresh = Set<string>;

const LONGEST_ASSIGNMENT_MS = 86_400_000;
const RETENTION_MS = 300_000;

export function taskOf(world: World, reservation: Reservation): Task {
  return world.tasks.find(({ sid }) => sid === reservation.task)!;
}

/** The columns of a task that a transfer changes. */
export function placeOf(task: Task): Place {
  const { workflowSid, queueSid, directWorker, directQueue, ignoresCapacity, priority } = task;
  return { workflowSid, queueSid, directWorker, directQueue, ignoresCapacity, priority };
}

/** Ends a task that nobody has accepted. */
export function cancelTask(world: World, task: Task, reason: string | null): void {
  for (const reservation of offersOf(world, task)) moveReservation(world, reservation, 'canceled');
  end(world, task, 'canceled');
  task.reason = reason ?? task.reason;
}

function end(world: World, task: Task, status: 'canceled' | 'completed'): void {
  task.status = status;
  task.timer = { phase: 'ended', at: world.now + RETENTION_MS };
}

/** A transfer begins: the task looks for a worker at another place, and those who work on it keep it. */
export function beginTransfer(task: Task, transfer: Transfer, place: Place): void {
  Object.assign(task, place);
  task.transfer = transfer;
  task.status = 'pending';
  task.route = null;
}

/** A transfer ends without success: the task is where it was, with those who work on it or waiting anew. */
export function failTransfer(world: World, task: Task, fresh: Fresh): void {
  const { transfer } = task;
  if (transfer === null) return;
  for (const reservation of offersOf(world, task)) moveReservation(world, reservation, 'canceled');
  const held = heldOf(world, task);
  Object.assign(task, transfer.previous);
  task.transfer = null;
  task.route = null;
  if (held.length > 0) {
    task.status = held.some(({ status }) => status === 'accepted') ? 'assigned' : 'wrapping';
    return;
  }
  task.status = 'pending';
  task.timer = { phase: 'waiting', at: world.now + task.timeout };
  fresh.add(task.sid);
}

/** A task without an open offer waits again; a transfer to one worker fails with the offer. */
export function requeue(world: World, task: Task, fresh: Fresh): void {
  if (task.status !== 'reserved' || offersOf(world, task).length > 0) return;
  task.status = 'pending';
  if (task.transfer?.type === 'WORKER') failTransfer(world, task, fresh);
  else fresh.add(task.sid);
}

export function accept(world: World, reservation: Reservation): void {
  const task = taskOf(world, reservation);
  const { transfer } = task;
  moveReservation(world, reservation, 'accepted');
  for (const other of offersOf(world, task)) moveReservation(world, other, 'rescinded');
  task.status = 'assigned';
  task.timer = { phase: 'assigned', at: world.now + LONGEST_ASSIGNMENT_MS };
  task.transfer = null;
  const initiator = world.reservations.find(({ sid }) => sid === transfer?.initiator);
  if (transfer?.mode === 'COLD' && initiator?.status === 'accepted') {
    moveReservation(world, initiator, 'wrapping');
  }
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
): void {
  moveReservation(world, one, status);
  requeue(world, taskOf(world, one), fresh);
}

/** All open offers to a worker end. */
export function endOffersTo(
  world: World,
  worker: Worker,
  status: 'rejected' | 'canceled',
  fresh: Fresh,
): void {
  const open = world.reservations.filter((one) => one.worker === worker.sid && one.status === 'pending');
  for (const one of open) moveReservation(world, one, status);
  for (const one of open) requeue(world, taskOf(world, one), fresh);
}

/** One worker's work moves on; the task follows when nobody else works on it any more. */
export function finish(
  world: World,
  reservation: Reservation,
  status: 'wrapping' | 'completed',
  fresh: Fresh,
): void {
  const task = taskOf(world, reservation);
  const { transfer } = task;
  const endsTransfer = transfer?.mode === 'WARM' && transfer.initiator === reservation.sid;
  if (endsTransfer) failTransfer(world, task, fresh);
  moveReservation(world, reservation, status);
  if (transfer !== null && !endsTransfer) return;
  const left = heldOf(world, task);
  if (left.length === 0) end(world, task, 'completed');
  else if (left.every((one) => one.status === 'wrapping')) task.status = 'wrapping';
}

/** The whole task moves on, with everybody who works on it; a transfer under way is taken back. */
export function finishTask(world: World, task: Task, status: 'wrapping' | 'completed', fresh: Fresh): void {
  failTransfer(world, task, fresh);
  for (const one of heldOf(world, task)) moveReservation(world, one, status);
  if (status === 'completed') end(world, task, 'completed');
  else task.status = 'wrapping';
}

/** Removes a task with its reservations. */
export function erase(world: World, task: Task): void {
  for (const one of world.reservations) if (one.task === task.sid) moveReservation(world, one, 'canceled');
  world.tasks = world.tasks.filter((other) => other !== task);
  world.reservations = world.reservations.filter((one) => one.task !== task.sid);
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
    if (one.status === 'pending') {
      dues.push({ at: one.expiresAt, happen: (fresh) => expire(world, one, fresh) });
    }
  }
  for (const task of world.tasks) {
    const { timer, transfer } = task;
    const deadline = task.status === 'pending' ? deadlineOf(world, task) : null;
    if (timer !== null) dues.push({ at: timer.at, happen: () => endPhase(world, task) });
    if (transfer !== null) {
      dues.push({
        at: transfer.expiresAt,
        happen: (fresh) => {
          if (task.transfer === transfer) failTransfer(world, task, fresh);
        },
      });
    }
    if (deadline !== null) dues.push({ at: deadline, happen: (fresh) => fresh.add(task.sid) });
  }
  return dues;
}

function endPhase(world: World, task: Task): void {
  const phase = task.timer?.phase;
  task.timer = null;
  if (phase === 'waiting' && isWaiting(task) && task.transfer === null) {
    cancelTask(world, task, 'Task TTL Exceeded');
  }
  const isAssigned = task.status === 'assigned' || task.transfer !== null;
  if (phase === 'ended' || (phase === 'assigned' && isAssigned)) erase(world, task);
}

function expire(world: World, one: Reservation, fresh: Fresh): void {
  if (one.status !== 'pending') return;
  const worker = world.workers.find(({ sid }) => sid === one.worker);
  endOffer(world, one, 'timeout', fresh);
  if (worker !== undefined) moveWorker(world, worker, world.timeoutActivity);
}
