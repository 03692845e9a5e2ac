// Event callbacks: what happens in a workspace is told to the URL the workspace names.
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import type { NewWebhook } from '#webhooks/webhooks.ts';
import type { EventNames } from './event-names.ts';
import { eventParameters } from './event-parameters.ts';

/** The events Twilio documents ("Event types"); others of the log stay inside. */
export const CALLBACK_EVENTS = [
  'workspace.created',
  'workspace.updated',
  'workspace.deleted',
  'activity.created',
  'activity.updated',
  'activity.deleted',
  'task-channel.created',
  'task-channel.updated',
  'task-channel.deleted',
  'task-queue.created',
  'task-queue.deleted',
  'task-queue.expression.updated',
  'task-queue.entered',
  'task-queue.moved',
  'task-queue.timeout',
  'workflow.created',
  'workflow.updated',
  'workflow.deleted',
  'workflow.entered',
  'workflow.target-matched',
  'workflow.skipped',
  'workflow.timeout',
  'worker.created',
  'worker.activity.update',
  'worker.attributes.update',
  'worker.capacity.update',
  'worker.channel.availability.update',
  'worker.deleted',
  'task.created',
  'task.updated',
  'task.canceled',
  'task.wrapup',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'task.transfer-initiated',
  'task.transfer-attempt-failed',
  'task.transfer-failed',
  'task.transfer-canceled',
  'task.transfer-completed',
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
  'reservation.failed',
] as const satisfies readonly EventType[];

/** An event of a workspace that is documented. */
export type WorkspaceEvent = StoredEvent<(typeof CALLBACK_EVENTS)[number]>;

/** A workspace as far as its events are told: also one that was removed, and told of that for the last time. */
export type TellingWorkspace = Pick<
  WorkspaceRow,
  'sid' | 'friendly_name' | 'event_callback_url' | 'events_filter'
>;

/**
 * Whether the workspace wants to hear of the event: an empty filter wants all. Names that are no event are taken and
 * match nothing, so that a filter written for more events than there are here works.
 */
export function wantsEvent(workspace: Pick<WorkspaceRow, 'events_filter'>, type: string): boolean {
  const wanted = (workspace.events_filter ?? '').split(',').map((word) => word.trim());
  return wanted.every((word) => word === '') || wanted.includes(type);
}

/** Callbacks about one task arrive in order, those of its reservations included. */
function orderedBy(event: StoredEvent): string {
  return 'taskSid' in event.data ? String(event.data.taskSid) : event.subjectSid;
}

/** The callback of an event; none where the workspace names no URL or does not want to hear of it. */
export function callbackOf(
  event: WorkspaceEvent,
  workspace: TellingWorkspace,
  names: EventNames,
): NewWebhook | null {
  if (workspace.event_callback_url === null || !wantsEvent(workspace, event.type)) return null;
  return {
    accountSid: event.accountSid,
    subjectSid: orderedBy(event),
    eventType: event.type,
    url: workspace.event_callback_url,
    parameters: eventParameters(event, workspace, names),
  };
}
