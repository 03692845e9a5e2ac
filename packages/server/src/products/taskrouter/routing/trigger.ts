// What a run of events says may have to be decided anew, by workspace.
import type { EventType, StoredEvent } from '#events/event-types.ts';

/** SIDs of what changed in one workspace. */
export interface Trigger {
  readonly tasks: Set<string>;
  /** Workers who may be able to take more, or other, tasks than before. */
  readonly workers: Set<string>;
  readonly queues: Set<string>;
  readonly workflows: Set<string>;
}

/** What each event may change; the events a queue, a workflow or a task can be waiting for. */
const ABOUT = {
  'task.created': 'task',
  'task.updated': 'task',
  'task.requeued': 'task',
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
  'task-queue.updated': 'queue',
  'task-queue.expression.updated': 'queue',
  'workflow.updated': 'workflow',
} as const satisfies Partial<Record<EventType, string>>;

export type RoutingEventType = keyof typeof ABOUT;

/** Every event after which something may have to be decided anew. */
export const ROUTING_EVENTS = Object.keys(ABOUT) as readonly RoutingEventType[];

/** Gathers what events name, by workspace, in the order of the workspaces' SIDs. */
export function triggersOf(events: readonly StoredEvent<RoutingEventType>[]): [string, Trigger][] {
  const triggers = new Map<string, Trigger>();
  for (const event of events) {
    const { workspaceSid } = event.data;
    const known = triggers.get(workspaceSid);
    const trigger = known ?? {
      tasks: new Set(),
      workers: new Set(),
      queues: new Set(),
      workflows: new Set(),
    };
    triggers.set(workspaceSid, trigger);
    add(trigger, event);
  }
  return [...triggers].sort(([a], [b]) => (a < b ? -1 : 1));
}

function add(trigger: Trigger, event: StoredEvent<RoutingEventType>): void {
  switch (ABOUT[event.type]) {
    case 'task':
      trigger.tasks.add(event.subjectSid);
      return;
    case 'worker':
      trigger.workers.add(event.subjectSid);
      return;
    case 'worker of reservation':
      trigger.workers.add((event as StoredEvent<'reservation.rejected'>).data.workerSid);
      return;
    case 'queue':
      trigger.queues.add(event.subjectSid);
      return;
    case 'workflow':
      trigger.workflows.add(event.subjectSid);
  }
}
