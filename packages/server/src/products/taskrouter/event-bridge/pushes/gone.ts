// Reservations whose task was removed: clients still have to be told that they ended, from what events know.

import { seconds } from '../payloads/seconds.ts';
import type { TaskPayload } from '../payloads/task.ts';
import type { RemovalEvent, ReservationEvent } from './concerned.ts';

function goneTask(
  { accountSid, data, at }: ReservationEvent,
  removal: RemovalEvent | undefined,
): TaskPayload {
  const facts = removal?.data;
  const createdAt = facts === undefined ? at : at - facts.age * 1_000;
  return {
    sid: data.taskSid,
    account_sid: accountSid,
    workspace_sid: data.workspaceSid,
    addons: '{}',
    age: facts?.age ?? 0,
    assignment_status: 'canceled',
    attributes: facts?.attributes ?? '{}',
    date_created: seconds(createdAt),
    date_updated: seconds(at),
    priority: facts?.priority ?? 0,
    queue_name: null,
    queue_sid: data.taskQueueSid,
    reason: facts?.reason ?? null,
    routing_target: null,
    task_channel_sid: data.taskChannelSid,
    task_channel_unique_name: '',
    timeout: 0,
    virtual_start_time: seconds(createdAt),
    workflow_name: null,
    workflow_sid: data.workflowSid,
    version: 0,
  };
}

/** The reservation an event tells of, with the task as its removal left it. */
export function goneReservationPayload(event: ReservationEvent, removal: RemovalEvent | undefined) {
  const { subjectSid, accountSid, data, at } = event;
  return {
    sid: subjectSid,
    account_sid: accountSid,
    workspace_sid: data.workspaceSid,
    worker_sid: data.workerSid,
    reservation_status: data.status,
    reservation_timeout: 0,
    date_created: seconds(at - data.age),
    date_updated: seconds(at),
    version: 0,
    task: goneTask(event, removal),
  };
}
