// What each event of the log counts as, and for whom: workspace, workflow, task queue, worker.
import type {
  EventType,
  ReservationFacts,
  StoredEvent,
  TaskFacts,
  TaskRouteFacts,
} from '#events/event-types.ts';

/** Events that are counted, each as one task or one reservation. */
export const COUNTED_EVENTS = [
  'task.created',
  'task.canceled',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'workflow.entered',
  'workflow.timeout',
  'task-queue.entered',
  'task-queue.moved',
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
] as const satisfies readonly EventType[];

/** An event that is counted. */
export type CountedEvent = StoredEvent<(typeof COUNTED_EVENTS)[number]>;

/** The columns that count occurrences. */
export const COUNTERS = [
  'tasks_entered',
  'tasks_canceled',
  'tasks_completed',
  'tasks_deleted',
  'tasks_moved',
  'tasks_timed_out',
  'reservations_created',
  'reservations_accepted',
  'reservations_rejected',
  'reservations_timed_out',
  'reservations_canceled',
  'reservations_rescinded',
] as const;

export type Counter = (typeof COUNTERS)[number];

/** The waits that are measured: from the making of the task to its end of waiting, or from its entry into a queue. */
export const WAITS = ['accepted_wait', 'canceled_wait', 'queue_wait'] as const;

export type Wait = (typeof WAITS)[number];

/** One occurrence for one scope. */
export interface Occurrence {
  /** A workspace, workflow, task queue or worker. */
  readonly scopeSid: string;
  readonly taskChannelSid: string;
  readonly counter: Counter;
  /** Whole seconds that ended with it. */
  readonly waits?: Partial<Record<Wait, number>>;
  /** Whether its wait is among those that thresholds divide. */
  readonly split?: 'accepted' | 'canceled';
}

type Measured = Omit<Occurrence, 'scopeSid' | 'taskChannelSid'>;

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1_000);

function forScopes(
  scopes: readonly (string | null)[],
  taskChannelSid: string,
  measured: Measured,
): Occurrence[] {
  return scopes.flatMap((scopeSid) => (scopeSid === null ? [] : [{ scopeSid, taskChannelSid, ...measured }]));
}

function ofTask(facts: TaskFacts, measured: Measured): Occurrence[] {
  const scopes = [facts.workspaceSid, facts.workflowSid, facts.taskQueueSid];
  return forScopes(scopes, facts.taskChannelSid, measured);
}

function ofReservation(facts: ReservationFacts, measured: Measured): Occurrence[] {
  const scopes = [facts.workspaceSid, facts.workflowSid, facts.taskQueueSid];
  return [
    ...forScopes(scopes, facts.taskChannelSid, measured),
    // Nobody asks how long the tasks of a worker waited.
    ...forScopes([facts.workerSid], facts.taskChannelSid, { counter: measured.counter }),
  ];
}

/** A task that came from another queue has left that one. */
function ofArrival(facts: TaskRouteFacts): Occurrence[] {
  const { taskChannelSid, previousQueueSid } = facts;
  const entered = forScopes([facts.taskQueueSid], taskChannelSid, { counter: 'tasks_entered' });
  if (previousQueueSid === null || previousQueueSid === facts.taskQueueSid) return entered;
  const scopes = [facts.workspaceSid, facts.workflowSid, previousQueueSid];
  return [...entered, ...forScopes(scopes, taskChannelSid, { counter: 'tasks_moved' })];
}

/**
 * Waits count from the making of the task, also where it was transferred; but a task that is handed on has been
 * answered before, so thresholds do not judge it again (TaskRouter "TaskQueue Statistics").
 */
function ofAcceptance(facts: ReservationFacts): Occurrence[] {
  const accepted_wait = seconds(facts.taskAge);
  const split = facts.transferSid === null ? { split: 'accepted' as const } : {};
  return ofReservation(facts, { counter: 'reservations_accepted', waits: { accepted_wait }, ...split }).map(
    (occurrence) =>
      occurrence.scopeSid === facts.taskQueueSid && facts.queueAge !== null
        ? { ...occurrence, waits: { ...occurrence.waits, queue_wait: seconds(facts.queueAge) } }
        : occurrence,
  );
}

/** What an event counts as. */
export function occurrencesOf({ type, data }: CountedEvent): Occurrence[] {
  switch (type) {
    case 'task.created':
      return forScopes([data.workspaceSid], data.taskChannelSid, { counter: 'tasks_entered' });
    case 'workflow.entered':
      return forScopes([data.workflowSid], data.taskChannelSid, { counter: 'tasks_entered' });
    case 'task-queue.entered':
    case 'task-queue.moved':
      return ofArrival(data);
    case 'workflow.timeout':
      return forScopes([data.workspaceSid, data.workflowSid], data.taskChannelSid, {
        counter: 'tasks_timed_out',
      });
    case 'task.canceled':
      return ofTask(data, {
        counter: 'tasks_canceled',
        waits: { canceled_wait: data.age },
        split: 'canceled',
      });
    case 'task.completed':
      return ofTask(data, { counter: 'tasks_completed' });
    case 'task.deleted':
    case 'task.system-deleted':
      return ofTask(data, { counter: 'tasks_deleted' });
    case 'reservation.created':
      return ofReservation(data, { counter: 'reservations_created' });
    case 'reservation.accepted':
      return ofAcceptance(data);
    case 'reservation.rejected':
      return ofReservation(data, { counter: 'reservations_rejected' });
    case 'reservation.timeout':
      return ofReservation(data, { counter: 'reservations_timed_out' });
    case 'reservation.canceled':
      return ofReservation(data, { counter: 'reservations_canceled' });
    case 'reservation.rescinded':
      return ofReservation(data, { counter: 'reservations_rescinded' });
  }
}
