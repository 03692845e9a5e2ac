// What the model knows: a workspace as plain data, every rule of which can be read off.
import type {
  Attributes,
  OrderRule,
  PairRule,
  Presence,
  SkipRule,
  TaskRule,
  WorkerFacts,
  WorkerRule,
  WorkflowPlan,
} from './grammar.ts';

export interface Activity {
  readonly sid: string;
  readonly name: string;
  readonly isAvailable: boolean;
}

export interface Queue {
  readonly sid: string;
  rule: WorkerRule;
  order: 'FIFO' | 'LIFO';
  maxReserved: number;
}

export interface Target {
  readonly queueSid: string;
  readonly expression: PairRule | null;
  readonly priority: number | null;
  /** Milliseconds. */
  readonly timeout: number | null;
  readonly skipIf: SkipRule | null;
  readonly orderBy: OrderRule | null;
  readonly known: 'sid' | 'name' | null;
}

export interface Configuration {
  readonly filters: readonly { readonly expression: TaskRule; readonly targets: readonly Target[] }[];
  readonly fallback: Target | null;
}

export interface Workflow {
  readonly sid: string;
  plan: WorkflowPlan;
  configuration: Configuration;
  /** Milliseconds. */
  reservationTimeout: number;
}

export interface Channel {
  capacity: number;
  isOpen: boolean;
}

export interface Worker {
  readonly sid: string;
  readonly name: string;
  attributes: Attributes;
  /** SID. */
  activity: string;
  statusChangedAt: number;
  /** When a task was last finished or given back; 0 before the first. */
  releasedAt: number;
  /** SID of the newest offer, or a mark that comes after every SID while a step is worked out. */
  lastOffer: string;
  /** By SID of the task channel. */
  readonly channels: Map<string, Channel>;
}

/** Where a task is in its workflow. */
export interface Route {
  readonly filter: number;
  readonly target: number;
  readonly enteredAt: number;
  readonly timeoutsPassed: number;
  readonly isTimedOut: boolean;
}

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

/** Where a task is sent; a transfer changes it, and its end without success takes that back. */
export interface Place {
  workflowSid: string | null;
  queueSid: string | null;
  directWorker: string | null;
  directQueue: string | null;
  ignoresCapacity: boolean;
  priority: number;
}

export interface Task extends Place {
  readonly sid: string;
  channel: string;
  attributes: Attributes;
  startsAt: number;
  status: TaskStatus;
  reason: string | null;
  /** Null before the task has entered its workflow, or when it is to enter anew. */
  route: Route | null;
  /** Milliseconds it may wait. */
  readonly timeout: number;
  /** What happens to the task by itself, and when. */
  timer: { readonly phase: 'waiting' | 'assigned' | 'ended'; readonly at: number } | null;
  /** The transfer under way. */
  transfer: Transfer | null;
}

export interface Transfer {
  readonly sid: string;
  readonly mode: 'WARM' | 'COLD';
  readonly type: 'WORKER' | 'QUEUE' | 'WORKFLOW';
  readonly to: string;
  /** SID of the reservation of the worker who transfers. */
  readonly initiator: string;
  readonly previous: Place;
  readonly expiresAt: number;
}

export type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'rescinded'
  | 'wrapping'
  | 'completed';

export interface Reservation {
  /** Empty until the server has been asked. */
  sid: string;
  readonly task: string;
  readonly worker: string;
  readonly channel: string;
  /** SID of the transfer it belongs to, or empty. */
  readonly transfer: string;
  readonly status: ReservationStatus;
  readonly expiresAt: number;
}

export interface World {
  readonly sid: string;
  now: number;
  readonly activities: readonly Activity[];
  timeoutActivity: string;
  /** SIDs of the task channels tasks are made in. */
  readonly channels: readonly string[];
  /** Those of them whose tasks go to the longest idle worker. */
  readonly byIdleTime: Set<string>;
  prioritized: 'FIFO' | 'LIFO';
  readonly queues: Queue[];
  readonly workflows: Workflow[];
  workers: Worker[];
  /** In the order of their creation. */
  tasks: Task[];
  /** In the order in which they were made. */
  reservations: Reservation[];
  offers: number;
}

const HOLDING: readonly ReservationStatus[] = ['pending', 'accepted', 'wrapping'];

/** Whether a reservation takes up capacity of its worker. */
export function isOpen(reservation: Reservation): boolean {
  return HOLDING.includes(reservation.status);
}

/** Moves a reservation to a status; the worker is idle since now when it takes up capacity no more. */
export function moveReservation(world: World, reservation: Reservation, status: ReservationStatus): void {
  const wasOpen = isOpen(reservation);
  (reservation as { status: ReservationStatus }).status = status;
  if (!wasOpen || isOpen(reservation)) return;
  const worker = world.workers.find(({ sid }) => sid === reservation.worker);
  if (worker !== undefined) worker.releasedAt = world.now;
}

/** The open offers of a task. */
export function offersOf(world: World, task: Task): Reservation[] {
  return world.reservations.filter((one) => one.task === task.sid && one.status === 'pending');
}

/** Those of its reservations that somebody works on. */
export function heldOf(world: World, task: Task): Reservation[] {
  return world.reservations.filter((one) => one.task === task.sid && isOpen(one) && one.status !== 'pending');
}

export function isWaiting({ status }: Pick<Task, 'status'>): boolean {
  return status === 'pending' || status === 'reserved';
}

/** Tasks of a channel a worker holds. */
export function heldBy(world: World, worker: Worker, channel: string): number {
  return world.reservations.filter(
    (one) => isOpen(one) && one.worker === worker.sid && one.channel === channel,
  ).length;
}

export function activityOf(world: World, worker: Worker): Activity {
  return world.activities.find(({ sid }) => sid === worker.activity)!;
}

export function queueOf(world: World, sid: string | null): Queue | undefined {
  return world.queues.find((queue) => queue.sid === sid);
}

export function factsOf(world: World, worker: Worker): WorkerFacts {
  const { sid, name, attributes } = worker;
  return { sid, name, attributes, activityName: activityOf(world, worker).name };
}

/** Workers whose attributes satisfy a queue, whatever their activity and capacity. */
export function membersOf(world: World, queueSid: string | null): Worker[] {
  const queue = queueOf(world, queueSid);
  return queue === undefined
    ? []
    : world.workers.filter((worker) => queue.rule.holds(factsOf(world, worker)));
}

export function presenceIn(world: World, queueSid: string): Presence {
  const activities = membersOf(world, queueSid).map((worker) => activityOf(world, worker));
  const available = activities.filter(({ isAvailable }) => isAvailable).length;
  return {
    available,
    unavailable: activities.length - available,
    inAvailable: activities.filter(({ name }) => name === 'Available').length,
  };
}
