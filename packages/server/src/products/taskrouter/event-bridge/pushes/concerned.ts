// Which events clients are told of, and which workers each concerns.
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { WorkerSockets } from '../sockets/worker-sockets.ts';

/** Events of a worker itself; their subject is the worker. */
const WORKER_EVENTS = ['worker.activity.update', 'worker.attributes.update'] as const satisfies EventType[];

/** Events of what a worker takes of a task channel; their subject is the worker. */
const CHANNEL_EVENTS = [
  'worker.capacity.update',
  'worker.channel.availability.update',
] as const satisfies EventType[];

const RESERVATION_EVENTS = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const satisfies EventType[];

const TASK_EVENTS = [
  'task.updated',
  'task.canceled',
  'task.completed',
  'task.wrapup',
] as const satisfies EventType[];

const TRANSFER_EVENTS = [
  'task.transfer-initiated',
  'task.transfer-attempt-failed',
  'task.transfer-failed',
  'task.transfer-canceled',
  'task.transfer-completed',
] as const satisfies EventType[];

/** A task that is gone: not told, but the last that is known of it for the ends of its reservations. */
const REMOVAL_EVENTS = ['task.deleted', 'task.system-deleted'] as const satisfies EventType[];

type EventOf<Type extends EventType> = Extract<StoredEvent, { type: Type }>;

export type WorkerEvent = EventOf<(typeof WORKER_EVENTS)[number]>;
export type ChannelEvent = EventOf<(typeof CHANNEL_EVENTS)[number]>;
export type ReservationEvent = EventOf<(typeof RESERVATION_EVENTS)[number]>;
export type TaskEvent = EventOf<(typeof TASK_EVENTS)[number]>;
export type TransferEvent = EventOf<(typeof TRANSFER_EVENTS)[number]>;
export type RemovalEvent = EventOf<(typeof REMOVAL_EVENTS)[number]>;
export type FailedEvent = EventOf<'reservation.failed'>;

/** Events of a batch that concern a worker connected here, by kind, and all of them in their order. */
export interface Concerned {
  readonly workers: WorkerEvent[];
  readonly channels: ChannelEvent[];
  readonly reservations: ReservationEvent[];
  readonly tasks: TaskEvent[];
  readonly transfers: TransferEvent[];
  readonly failures: FailedEvent[];
  readonly removals: RemovalEvent[];
}

/** Every event type clients are told of. */
export const PUSHED_EVENTS: readonly EventType[] = [
  ...WORKER_EVENTS,
  ...CHANNEL_EVENTS,
  ...RESERVATION_EVENTS,
  ...TASK_EVENTS,
  ...TRANSFER_EVENTS,
  ...REMOVAL_EVENTS,
  'reservation.failed',
];

function isOf<Type extends EventType>(types: readonly Type[], event: StoredEvent): event is EventOf<Type> {
  return (types as readonly EventType[]).includes(event.type);
}

/** Sorts out the events that concern somebody who is connected here. */
export function concerned(events: readonly StoredEvent[], sockets: WorkerSockets): Concerned {
  const found: Concerned = {
    workers: [],
    channels: [],
    reservations: [],
    tasks: [],
    transfers: [],
    failures: [],
    removals: [],
  };
  for (const event of events) {
    if (isOf(WORKER_EVENTS, event)) {
      if (sockets.has(event.subjectSid)) found.workers.push(event);
    } else if (isOf(CHANNEL_EVENTS, event)) {
      if (sockets.has(event.subjectSid)) found.channels.push(event);
    } else if (isOf(RESERVATION_EVENTS, event)) {
      if (sockets.has(event.data.workerSid)) found.reservations.push(event);
    } else if (isOf(TASK_EVENTS, event)) {
      if (sockets.hasWorkspace(event.data.workspaceSid)) found.tasks.push(event);
    } else if (isOf(TRANSFER_EVENTS, event)) {
      if (sockets.has(event.data.initiatingWorkerSid)) found.transfers.push(event);
    } else if (isOf(REMOVAL_EVENTS, event)) {
      if (sockets.hasWorkspace(event.data.workspaceSid)) found.removals.push(event);
    } else if (isOf(['reservation.failed'], event)) {
      if (sockets.has(event.data.workerSid)) found.failures.push(event);
    }
  }
  return found;
}
