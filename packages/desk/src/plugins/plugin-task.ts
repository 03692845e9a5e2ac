// A task as Flex UI hands it to plugins: the reservation and its task in one object.
import type { Reservation } from 'twilio-taskrouter';
import type { TaskEntry } from '#desk/state/tasks.ts';

/** The task of a reservation under the names plugins know; `source` is TaskRouter.js's own object. */
export function pluginTask(entry: TaskEntry, source: Reservation | undefined) {
  return {
    sid: entry.sid,
    reservationSid: entry.sid,
    taskSid: entry.taskSid,
    status: entry.status,
    attributes: entry.attributes,
    channelType: entry.attributes['channelType'] ?? entry.channel,
    taskChannelUniqueName: entry.channel,
    conversationSid: entry.threadSid,
    queueName: entry.queueName,
    queueSid: entry.queueSid,
    workflowName: entry.workflowName,
    priority: entry.priority,
    dateCreated: new Date(entry.dateCreated),
    age: Math.round((Date.now() - entry.dateCreated) / 1_000),
    source,
    sourceObject: source,
  };
}
