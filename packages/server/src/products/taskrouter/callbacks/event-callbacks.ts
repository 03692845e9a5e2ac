// Event callbacks: what happens in a workspace is told to the URL the workspace names.
import type { Processor } from '#events/dispatcher.ts';
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';
import { enqueueWebhooks } from '#webhooks/webhooks.ts';
import { readEventNames } from './event-names.ts';
import { eventParameters } from './event-parameters.ts';

/** The events Twilio documents ("Event types"); others of the log stay inside. */
export const CALLBACK_EVENTS = [
  'workspace.created',
  'workspace.updated',
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
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const satisfies readonly EventType[];

function workspaceOf(event: StoredEvent): string {
  return (event as StoredEvent<(typeof CALLBACK_EVENTS)[number]>).data.workspaceSid;
}

/** Whether the workspace wants to hear of the event: an empty filter wants all. */
export function wantsEvent(workspace: Pick<WorkspaceRow, 'events_filter'>, type: string): boolean {
  const wanted = (workspace.events_filter ?? '').split(',').map((word) => word.trim());
  return wanted.every((word) => word === '') || wanted.includes(type);
}

/** Callbacks about one task arrive in order, those of its reservations included. */
function orderedBy(event: StoredEvent): string {
  return 'taskSid' in event.data ? String(event.data.taskSid) : event.subjectSid;
}

/** Tells workspaces with an `EventCallbackUrl` what happens in them. */
export const eventCallbacks: Processor = {
  name: 'taskrouter-event-callbacks',
  handles: CALLBACK_EVENTS,
  async process(tx, events) {
    const rows = await tx.db
      .selectFrom('workspaces')
      .selectAll()
      .where('sid', 'in', [...new Set(events.map(workspaceOf))])
      .where('event_callback_url', 'is not', null)
      .execute();
    const workspaces = new Map(rows.map((workspace) => [workspace.sid, workspace]));
    const told = events.filter((event) => {
      const workspace = workspaces.get(workspaceOf(event));
      return workspace !== undefined && wantsEvent(workspace, event.type);
    });
    if (told.length === 0) return;
    const names = await readEventNames(tx, told);
    await enqueueWebhooks(
      tx,
      told.map((event) => {
        const workspace = workspaces.get(workspaceOf(event)) as WorkspaceRow;
        return {
          accountSid: event.accountSid,
          subjectSid: orderedBy(event),
          eventType: event.type,
          url: workspace.event_callback_url as string,
          parameters: eventParameters(event, workspace, names),
        };
      }),
    );
  },
};
