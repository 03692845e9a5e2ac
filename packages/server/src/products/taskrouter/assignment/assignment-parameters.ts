// The form an assignment callback carries (TaskRouter "Handle assignment callbacks").
import type { StoredEvent } from '#events/event-types.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { EventNames } from '../callbacks/event-names.ts';
import { taskFacts } from '../tasks/task-events.ts';
import type { WorkerView } from '../workers/find-worker.ts';

/** A reservation that was just made, with the task that is offered and the worker it is offered to. */
export interface Offer {
  readonly event: StoredEvent<'reservation.created'>;
  readonly task: TaskRow;
  readonly worker: WorkerView;
}

/** The form of the callback for an offer. Beside the documented names it has those of queue, worker and channel. */
export function assignmentParameters({ event, task, worker }: Offer, names: EventNames) {
  const { data } = event;
  const { attributes, age, priority } = taskFacts(task, event.at);
  const parameters: Record<string, string | number | null | undefined> = {
    Timestamp: Math.floor(event.at / 1_000),
    AccountSid: event.accountSid,
    WorkspaceSid: data.workspaceSid,
    WorkflowSid: data.workflowSid,
    TaskQueueSid: data.taskQueueSid,
    TaskQueueName: names.queues.get(data.taskQueueSid ?? '')?.friendly_name,
    WorkerSid: worker.sid,
    WorkerName: worker.friendly_name,
    WorkerAttributes: worker.attributes,
    TaskSid: task.sid,
    TaskAttributes: attributes,
    TaskAge: age,
    TaskPriority: priority,
    TaskChannelSid: data.taskChannelSid,
    TaskChannelUniqueName: names.channels.get(data.taskChannelSid)?.unique_name,
    ReservationSid: event.subjectSid,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
