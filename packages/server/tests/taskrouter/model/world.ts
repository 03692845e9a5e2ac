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

export interface Task {
  readonly sid: string;
  workflowSid: string | null;
  readonly directWorker: string | null;
  readonly directQueue: string | null;
  readonly ignoresCapacity: boolean;
  channel: string;
  attributes: Attributes;
  priority: number;
  startsAt: number;
  status: TaskStatus;
  reason: string | null;
  queueSid: string | null;
  /** Null before the task has entered its workflow, or when it is to enter anew. */
  route: Route | null;
  /** When it is canceled unless somebody has accepted it. */
  readonly waitsUntil: number;
  /** When it is removed: 24 hours after the acceptance, or 5 minutes after its end. */
  removedAt: number | null;
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
  status: ReservationStatus;
  readonly expiresAt: number;
}

export interface World {
  readonly sid: string;
  now: number;
  readonly activities: readonly Activity[];
  timeoutActivity: string;
  /** SIDs of the task channels tasks are made in. */
  readonly channels: readonly string[];
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
