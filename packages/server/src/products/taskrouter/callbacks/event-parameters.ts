// The form an event callback carries (TaskRouter "Event callbacks").
import type {
  ReservationFacts,
  StoredEvent,
  TaskFacts,
  TaskRouteFacts,
  WorkerActivityFacts,
  WorkerChannelFacts,
  WorkerFacts,
  WorkspaceObjectFacts,
} from '#events/event-types.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { taskFacts } from '../tasks/task-events.ts';
import { workerFacts } from '../workers/worker-events.ts';
import type { EventNames } from './event-names.ts';
import { eventSid } from './event-sid.ts';

type Parameters = Record<string, string>;

const RESOURCE_TYPES: Record<string, string> = {
  WS: 'workspace',
  WA: 'activity',
  TC: 'task-channel',
  WQ: 'task-queue',
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

function taskParameters(sid: string, facts: TaskFacts, names: EventNames): Parameters {
  const status = facts.assignmentStatus;
  return {
    ...placeParameters(facts, names),
    ...given({
      TaskSid: sid,
      TaskAttributes: facts.attributes,
      TaskAge: facts.age,
      TaskPriority: facts.priority,
      TaskAssignmentStatus: status,
      TaskCanceledReason: status === 'canceled' ? facts.reason : null,
      TaskCompletedReason: status === 'completed' ? facts.reason : null,
    }),
  };
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

function workerChangeParameters(facts: Partial<WorkerActivityFacts & WorkerChannelFacts>): Parameters {
  const { timeInPreviousActivity: time, capacity, assignedTasks } = facts;
  return given({
    WorkerPreviousActivitySid: facts.previousActivitySid,
    WorkerPreviousActivityName: facts.previousActivityName,
    WorkerTimeInPreviousActivity: time === undefined ? null : Math.floor(time / 1_000),
    WorkerTimeInPreviousActivityMs: time,
    TaskChannelSid: facts.taskChannelSid,
    WorkerChannelAvailable: facts.channelAvailable,
    WorkerChannelAvailableCapacity:
      capacity === undefined || assignedTasks === undefined ? null : Math.max(0, capacity - assignedTasks),
    WorkerChannelPreviousCapacity: facts.previousCapacity,
    WorkerChannelTaskCount: assignedTasks,
  });
}

function reservationParameters(event: StoredEvent, facts: ReservationFacts, names: EventNames): Parameters {
  const task = names.tasks.get(facts.taskSid);
  const worker = names.workers.get(facts.workerSid);
  return {
    ...(task === undefined ? {} : taskParameters(task.sid, taskFacts(task, event.at), names)),
    ...placeParameters(facts, names),
    ...(worker === undefined ? {} : workerParameters(worker.sid, workerFacts(worker))),
    TaskSid: facts.taskSid,
    WorkerSid: facts.workerSid,
    ReservationSid: event.subjectSid,
  };
}

function objectParameters(event: StoredEvent, facts: WorkspaceObjectFacts, names: EventNames): Parameters {
  const { subjectSid: sid } = event;
  switch (sid.slice(0, 2)) {
    case 'WA': {
      const available = names.activities.get(sid)?.available;
      return given({
        ActivitySid: sid,
        ActivityName: facts.friendlyName,
        ActivityAvailable: available === undefined ? null : available === 1,
      });
    }
    case 'TC': {
      const channel = names.channels.get(sid);
      return given({
        TaskChannelSid: sid,
        TaskChannelName: facts.friendlyName,
        TaskChannelUniqueName: channel?.unique_name,
        TaskChannelOptimizedRouting: channel === undefined ? null : channel.channel_optimized_routing === 1,
      });
    }
    case 'WQ':
      return given({
        TaskQueueSid: sid,
        TaskQueueName: facts.friendlyName,
        TaskQueueTargetExpression: names.queues.get(sid)?.target_workers,
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
      return { ...taskParameters(sid, facts, names), ...given({ WorkflowFilterName: facts.filterName }) };
    }
    case 'WR':
      return reservationParameters(event, event.data as ReservationFacts, names);
    case 'WK':
      return {
        ...workerParameters(sid, event.data as WorkerFacts),
        ...workerChangeParameters(event.data as Partial<WorkerActivityFacts & WorkerChannelFacts>),
      };
    default:
      return objectParameters(event, event.data as WorkspaceObjectFacts, names);
  }
}

/** A sentence for people: `Task WT… completed`. */
function description(event: StoredEvent, resourceType: string): string {
  const happened = event.type.slice(event.type.indexOf('.') + 1).replaceAll(/[.-]/g, ' ');
  return `${resourceType.replaceAll('-', ' ')} ${event.subjectSid} ${happened}`;
}

/** The form of the callback for an event of a workspace. */
export function eventParameters(event: StoredEvent, workspace: WorkspaceRow, names: EventNames): Parameters {
  const resourceType = RESOURCE_TYPES[event.subjectSid.slice(0, 2)] ?? '';
  return {
    Sid: eventSid(event.id),
    EventType: event.type,
    EventDescription: description(event, resourceType),
    AccountSid: event.accountSid,
    WorkspaceSid: workspace.sid,
    WorkspaceName: workspace.friendly_name,
    ResourceType: resourceType,
    ResourceSid: event.subjectSid,
    Timestamp: String(Math.floor(event.at / 1_000)),
    TimestampMs: String(event.at),
    ...subjectParameters(event, names),
  };
}
