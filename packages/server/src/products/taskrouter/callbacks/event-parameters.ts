// What is told of an event: the form of its callback, and the same facts for the list of events (TaskRouter "Events
// Reference").
import type {
  ActivityFacts,
  ReservationFacts,
  StoredEvent,
  TaskChannelFacts,
  TaskFacts,
  TaskQueueFacts,
  TaskRouteFacts,
  TransferFacts,
  WorkerActivityFacts,
  WorkerChannelFacts,
  WorkerFacts,
  WorkspaceObjectFacts,
} from '#events/event-types.ts';
import { isoDate } from '#kernel/dates.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { taskFacts } from '../tasks/task-events.ts';
import { workerFacts } from '../workers/worker-events.ts';
import type { EventNames } from './event-names.ts';
import { eventSid } from './event-sid.ts';

type Parameters = Record<string, string>;

const RESOURCE_TYPES: Record<string, string> = {
  WS: 'workspace',
  WA: 'activity',
  TC: 'taskchannel',
  WQ: 'taskqueue',
  WW: 'workflow',
  WK: 'worker',
  WT: 'task',
  WR: 'reservation',
};

/** Values that are absent are left out of the form. */
function given(values: Record<string, string | number | boolean | null | undefined>): Parameters {
  const present = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]));
}

function placeParameters(
  facts: Pick<TaskFacts, 'workflowSid' | 'taskQueueSid' | 'taskChannelSid'>,
  names: EventNames,
): Parameters {
  const channel = names.channels.get(facts.taskChannelSid);
  return given({
    WorkflowSid: facts.workflowSid,
    WorkflowName: names.workflows.get(facts.workflowSid ?? '')?.friendly_name,
    TaskQueueSid: facts.taskQueueSid,
    TaskQueueName: names.queues.get(facts.taskQueueSid ?? '')?.friendly_name,
    TaskQueueTargetExpression: names.queues.get(facts.taskQueueSid ?? '')?.target_workers,
    TaskChannelSid: facts.taskChannelSid,
    TaskChannelName: channel?.friendly_name,
    TaskChannelUniqueName: channel?.unique_name,
    TaskChannelOptimizedRouting: channel === undefined ? null : channel.channel_optimized_routing === 1,
  });
}

function taskParameters(sid: string, facts: TaskFacts, at: number, names: EventNames): Parameters {
  const status = facts.assignmentStatus;
  return {
    ...placeParameters(facts, names),
    ...given({
      TaskSid: sid,
      TaskAttributes: facts.attributes,
      TaskAge: facts.age,
      TaskPriority: facts.priority,
      TaskDateCreated: Math.floor((at - facts.ageMs) / 1_000),
      TaskAssignmentStatus: status,
      Reason: facts.reason,
      TaskCanceledReason: status === 'canceled' ? facts.reason : null,
      TaskCompletedReason: status === 'completed' ? facts.reason : null,
    }),
  };
}

/** Where a task is in its workflow. Targets have no names of their own; they are known by their queue. */
function routeParameters(facts: TaskFacts & Partial<TaskRouteFacts>, names: EventNames): Parameters {
  if (facts.targetIndex === undefined) return {};
  return given({
    WorkflowFilterName: facts.filterName,
    WorkflowFilterTargetName: names.queues.get(facts.taskQueueSid ?? '')?.friendly_name,
  });
}

function workerParameters(sid: string, facts: WorkerFacts): Parameters {
  return given({
    WorkerSid: sid,
    WorkerName: facts.friendlyName,
    WorkerAttributes: facts.attributes,
    WorkerActivitySid: facts.activitySid,
    WorkerActivityName: facts.activityName,
    WorkerVersion: facts.version,
  });
}

function workerChangeParameters(
  facts: Partial<WorkerActivityFacts & WorkerChannelFacts>,
  names: EventNames,
): Parameters {
  const { timeInPreviousActivity: time, capacity, assignedTasks } = facts;
  return given({
    WorkerPreviousActivitySid: facts.previousActivitySid,
    WorkerPreviousActivityName: facts.previousActivityName,
    WorkerTimeInPreviousActivity: time === undefined ? null : Math.floor(time / 1_000),
    WorkerTimeInPreviousActivityMs: time,
    TaskChannelSid: facts.taskChannelSid,
    TaskChannelUniqueName: names.channels.get(facts.taskChannelSid ?? '')?.unique_name,
    WorkerChannelAvailable: facts.channelAvailable,
    WorkerChannelAvailableCapacity:
      capacity === undefined || assignedTasks === undefined ? null : Math.max(0, capacity - assignedTasks),
    WorkerChannelPreviousCapacity: facts.previousCapacity,
    WorkerChannelTaskCount: assignedTasks,
  });
}

type TransferEvent = StoredEvent & { readonly data: TransferFacts };

function isTransfer(event: StoredEvent): event is TransferEvent {
  return event.type.startsWith('task.transfer-');
}

function transferParameters({ subjectSid, data }: TransferEvent): Parameters {
  return given({
    TaskTransferSid: subjectSid,
    TransferMode: data.mode,
    TransferTo: data.to,
    TransferType: data.transferType,
    TransferStatus: data.transferStatus,
    TransferFailedReason: data.failedReason,
    TransferStarted: isoDate(data.dateCreated),
    TransferInitiatingReservationSid: data.initiatingReservationSid,
    TransferInitiatingWorkerSid: data.initiatingWorkerSid,
  });
}

function reservationParameters(event: StoredEvent, facts: ReservationFacts, names: EventNames): Parameters {
  const { taskSid, workerSid } = facts;
  const taskRow = names.tasks.get(taskSid);
  const task = taskRow === undefined ? names.removedTasks.get(taskSid) : taskFacts(taskRow, event.at);
  const workerRow = names.workers.get(workerSid);
  const worker = workerRow === undefined ? names.removedWorkers.get(workerSid) : workerFacts(workerRow);
  return {
    ...(task === undefined ? {} : taskParameters(taskSid, task, event.at, names)),
    ...placeParameters(facts, names),
    ...(worker === undefined ? {} : workerParameters(workerSid, worker)),
    TaskSid: facts.taskSid,
    WorkerSid: facts.workerSid,
    ReservationSid: event.subjectSid,
  };
}

/** Facts of the object itself, which may be gone by now. */
function objectParameters({ subjectSid: sid, data }: StoredEvent): Parameters {
  const facts = data as WorkspaceObjectFacts & Partial<ActivityFacts & TaskChannelFacts & TaskQueueFacts>;
  switch (sid.slice(0, 2)) {
    case 'WA':
      return given({
        ActivitySid: sid,
        ActivityName: facts.friendlyName,
        ActivityAvailable: facts.available,
      });
    case 'TC':
      return given({
        TaskChannelSid: sid,
        TaskChannelName: facts.friendlyName,
        TaskChannelUniqueName: facts.uniqueName,
        TaskChannelOptimizedRouting: facts.optimizedRouting,
      });
    case 'WQ':
      return given({
        TaskQueueSid: sid,
        TaskQueueName: facts.friendlyName,
        TaskQueueTargetExpression: facts.targetWorkers,
      });
    case 'WW':
      return { WorkflowSid: sid, WorkflowName: facts.friendlyName };
    default:
      return {};
  }
}

function subjectParameters(event: StoredEvent, names: EventNames): Parameters {
  const { subjectSid: sid } = event;
  switch (sid.slice(0, 2)) {
    case 'WT': {
      const facts = event.data as TaskFacts & Partial<TaskRouteFacts>;
      return { ...taskParameters(sid, facts, event.at, names), ...routeParameters(facts, names) };
    }
    case 'WR':
      return reservationParameters(event, event.data as ReservationFacts, names);
    case 'WK':
      return {
        ...workerParameters(sid, event.data as WorkerFacts),
        ...workerChangeParameters(event.data as Partial<WorkerActivityFacts & WorkerChannelFacts>, names),
      };
    default:
      return objectParameters(event);
  }
}

/** What an event is most relevant to, as its SID and the name of its kind. */
export interface EventResource {
  readonly sid: string;
  readonly type: string;
}

/** The name of the kind of object a SID is of; empty for kinds no event is about. */
export function resourceTypeOf(sid: string): string {
  return RESOURCE_TYPES[sid.slice(0, 2)] ?? '';
}

/** What an event is most relevant to: the object it happened to, and the task of a transfer. */
export function resourceOf(event: StoredEvent): EventResource {
  const sid = isTransfer(event) ? event.data.taskSid : event.subjectSid;
  return { sid, type: resourceTypeOf(sid) };
}

/** A sentence for people: `task WT… completed`. */
export function describeEvent(eventType: string, resource: EventResource): string {
  const happened = eventType.slice(eventType.indexOf('.') + 1).replaceAll(/[.-]/g, ' ');
  return `${resource.type} ${resource.sid} ${happened}`;
}

/** The facts of an event, by the names callbacks tell them under. */
export function eventFields(event: StoredEvent, names: EventNames): Parameters {
  return isTransfer(event)
    ? { ...taskParameters(event.data.taskSid, event.data, event.at, names), ...transferParameters(event) }
    : subjectParameters(event, names);
}

/** The form of the callback for an event of a workspace. */
export function eventParameters(
  event: StoredEvent,
  workspace: Pick<WorkspaceRow, 'sid' | 'friendly_name'>,
  names: EventNames,
): Parameters {
  const resource = resourceOf(event);
  return {
    Sid: eventSid(event.id),
    EventType: event.type,
    EventDescription: describeEvent(event.type, resource),
    AccountSid: event.accountSid,
    WorkspaceSid: workspace.sid,
    WorkspaceName: workspace.friendly_name,
    ResourceType: resource.type,
    ResourceSid: resource.sid,
    Timestamp: String(Math.floor(event.at / 1_000)),
    TimestampMs: String(event.at),
    ...eventFields(event, names),
  };
}
