// What a run of events says may have to be decided anew, by workspace.
import type { EventType, StoredEvent } from '#events/event-types.ts';

/** SIDs of what changed in one workspace. */
export interface Trigger {
  readonly tasks: Set<string>;
  /** Workers who may be able to take more, or other, tasks than before. */
  readonly workers: Set<string>;
  readonly queues: Set<string>;
  readonly workflows: Set<string>;
  /** Objects that have gone, or wait no more. */
  readonly gone: Set<string>;
  /** The workspace changed in a way that concerns everything in it. */
  isWhole: boolean;
}

/** What each event may change; the events a queue, a workflow or a task can be waiting for. */
const ABOUT = {
  'task.created': 'task',
  'task.updated': 'task',
  'task.requeued': 'task',
  'task.canceled': 'gone',
  'task.completed': 'gone',
  'task.deleted': 'gone',
  'task.system-deleted': 'gone',
  'task.transfer-initiated': 'transferred task',
  'task.transfer-attempt-failed': 'transferred task',
  'task.transfer-failed': 'transferred task',
  'task.transfer-canceled': 'transferred task',
  'reservation.rejected': 'worker of reservation',
  'reservation.timeout': 'worker of reservation',
  'reservation.canceled': 'worker of reservation',
  'reservation.rescinded': 'worker of reservation',
  'reservation.completed': 'worker of reservation',
  'worker.created': 'worker',
  'worker.activity.update': 'worker',
  'worker.attributes.update': 'worker',
  'worker.capacity.update': 'worker',
  'worker.channel.availability.update': 'worker',
  'worker.deleted': 'gone',
  'task-queue.created': 'queue',
  'task-queue.updated': 'queue',
  'task-queue.expression.updated': 'queue',
  'task-queue.deleted': 'gone',
  'workflow.created': 'workflow',
  'workflow.updated': 'workflow',
  'workflow.deleted': 'workflow',
  'workspace.created': 'workspace',
  'workspace.updated': 'workspace',
  'activity.updated': 'workspace',
  'task-channel.created': 'workspace',
  'task-channel.updated': 'workspace',
  'task-channel.deleted': 'workspace',
} as const satisfies Partial<Record<EventType, string>>;

export type RoutingEventType = keyof typeof ABOUT;

/** Every event after which something may have to be decided anew. */
export const ROUTING_EVENTS = Object.keys(ABOUT) as readonly RoutingEventType[];

/** Nothing has changed yet. */
export function emptyTrigger(): Trigger {
  return {
    tasks: new Set(),
    workers: new Set(),
    queues: new Set(),
    workflows: new Set(),
    gone: new Set(),
    isWhole: false,
  };
}

/** Adds what an event names; `waits` says whether a task is known to wait. */
export function addToTrigger(
  trigger: Trigger,
  event: StoredEvent<RoutingEventType>,
  waits: (taskSid: string) => boolean,
): void {
  switch (ABOUT[event.type]) {
    case 'task':
      trigger.tasks.add(event.subjectSid);
      return;
    case 'transferred task':
      trigger.tasks.add((event as StoredEvent<'task.transfer-initiated'>).data.taskSid);
      return;
    case 'worker':
      trigger.workers.add(event.subjectSid);
      return;
    case 'worker of reservation':
      trigger.workers.add((event as StoredEvent<'reservation.rejected'>).data.workerSid);
      // Who gave the task up may be offered it again: it waits where it is being transferred.
      if (waits((event as StoredEvent<'reservation.rejected'>).data.taskSid)) {
        trigger.tasks.add((event as StoredEvent<'reservation.rejected'>).data.taskSid);
      }
      return;
    case 'queue':
      trigger.queues.add(event.subjectSid);
      return;
    case 'workflow':
      trigger.workflows.add(event.subjectSid);
      return;
    case 'gone':
      trigger.gone.add(event.subjectSid);
      return;
    case 'workspace':
      trigger.isWhole = true;
  }
}
