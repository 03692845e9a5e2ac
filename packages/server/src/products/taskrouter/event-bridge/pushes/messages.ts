// What each event says to clients: its name and the object as it was after the event.
import type { EventType } from '#events/event-types.ts';
import { HOLDING_STATUSES } from '../../reservations/lifecycle.ts';
import { reservationPayload } from '../payloads/reservation.ts';
import { seconds } from '../payloads/seconds.ts';
import { taskPayload, transferPayload } from '../payloads/task.ts';
import { workerChannelPayload, workerPayload } from '../payloads/worker.ts';
import type {
  ChannelEvent,
  Concerned,
  FailedEvent,
  ReservationEvent,
  TaskEvent,
  TransferEvent,
  WorkerEvent,
} from './concerned.ts';
import { goneReservationPayload } from './gone.ts';
import { type Batch, channelKey, type Holder } from './read-batch.ts';

/** A message to the clients of one worker. */
export interface Message {
  /** Place of its event in the log. */
  readonly id: number;
  readonly type: EventType;
  /** SID of the object it tells of. */
  readonly subjectSid: string;
  readonly workerSid: string;
  readonly payload: unknown;
  /**
   * When the activity or channel it names was made, in milliseconds: a client that has been connected for longer
   * does not know it.
   */
  readonly knownSince?: number;
}

function workerMessage({ id, type, subjectSid, data, at }: WorkerEvent, batch: Batch): Message[] {
  const row = batch.workers.get(subjectSid);
  if (row === undefined) return [];
  const payload = {
    ...workerPayload(row),
    friendly_name: data.friendlyName,
    attributes: data.attributes,
    activity_sid: data.activitySid,
    activity_name: data.activityName,
    available: data.available,
    version: data.version,
    date_updated: seconds(at),
  };
  return [{ id, type, subjectSid, workerSid: subjectSid, payload, knownSince: row.activity_date_created }];
}

function channelMessage({ id, type, subjectSid, data }: ChannelEvent, batch: Batch): Message[] {
  const row = batch.channels.get(channelKey(subjectSid, data.taskChannelSid));
  if (row === undefined) return [];
  const then = { ...row, available: Number(data.channelAvailable), capacity: data.capacity };
  return [
    {
      id,
      type,
      subjectSid,
      workerSid: subjectSid,
      payload: workerChannelPayload(then),
      knownSince: row.date_created,
    },
  ];
}

function reservationMessage(event: ReservationEvent, batch: Batch, events: Concerned, now: number): Message {
  const { id, type, subjectSid, data } = event;
  const row = batch.reservations.get(subjectSid);
  const payload =
    row === undefined
      ? goneReservationPayload(
          event,
          events.removals.find((removal) => removal.subjectSid === data.taskSid),
        )
      : { ...reservationPayload(row, now), reservation_status: data.status };
  return { id, type, subjectSid, workerSid: data.workerSid, payload };
}

/** Whether somebody holds a task, or gave it up in the step the event tells of. */
function isTold({ reservation_status: status, date_updated: changedAt }: Holder, { at }: TaskEvent): boolean {
  return HOLDING_STATUSES.includes(status) || changedAt === at;
}

function taskMessages(event: TaskEvent, batch: Batch, now: number): Message[] {
  const { id, type, subjectSid, data } = event;
  const row = batch.tasks.get(subjectSid);
  if (row === undefined) return [];
  const payload = { ...taskPayload(row, now), assignment_status: data.assignmentStatus };
  const told = (batch.holders.get(subjectSid) ?? []).filter((holder) => isTold(holder, event));
  const workers = new Set(told.map((holder) => holder.worker_sid));
  return [...workers].map((workerSid) => ({ id, type, subjectSid, workerSid, payload }));
}

function transferMessage({ id, type, accountSid, subjectSid, data }: TransferEvent): Message {
  const payload = transferPayload({
    sid: subjectSid,
    account_sid: accountSid,
    workspace_sid: data.workspaceSid,
    task_sid: data.taskSid,
    initiating_reservation_sid: data.initiatingReservationSid,
    initiating_worker_sid: data.initiatingWorkerSid,
    initiating_queue_sid: data.initiatingQueueSid,
    initiating_workflow_sid: data.initiatingWorkflowSid,
    transfer_mode: data.mode,
    transfer_to: data.to,
    transfer_type: data.transferType,
    transfer_status: data.transferStatus,
    transfer_failed_reason: data.failedReason,
    date_created: data.dateCreated,
    date_updated: data.dateUpdated,
  });
  return { id, type, subjectSid, workerSid: data.initiatingWorkerSid, payload };
}

function failureMessage({ id, type, accountSid, subjectSid, data }: FailedEvent): Message {
  const payload = {
    account_sid: accountSid,
    workspace_sid: data.workspaceSid,
    worker_sid: data.workerSid,
    task_sid: subjectSid,
    reason: data.reason,
  };
  return { id, type, subjectSid, workerSid: data.workerSid, payload };
}

/** The messages of a batch, in the order of its events. */
export function messagesOf(events: Concerned, batch: Batch, now: number): Message[] {
  return [
    ...events.workers.flatMap((event) => workerMessage(event, batch)),
    ...events.channels.flatMap((event) => channelMessage(event, batch)),
    ...events.reservations.map((event) => reservationMessage(event, batch, events, now)),
    ...events.tasks.flatMap((event) => taskMessages(event, batch, now)),
    ...events.transfers.map(transferMessage),
    ...events.failures.map(failureMessage),
  ].sort((a, b) => a.id - b.id);
}
