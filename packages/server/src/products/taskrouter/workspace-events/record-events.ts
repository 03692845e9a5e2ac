// Keeps what happens in workspaces for the Events API, and tells the URLs that workspaces name. One reading of the
// log and of the names serves both.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { WorkspaceEventRow } from '#storage/schema/workspace-events.ts';
import { enqueueWebhooks } from '#webhooks/webhooks.ts';
import {
  CALLBACK_EVENTS,
  callbackOf,
  type TellingWorkspace,
  type WorkspaceEvent,
} from '../callbacks/event-callbacks.ts';
import { type EventNames, readEventNames } from '../callbacks/event-names.ts';
import { eventFields, resourceOf } from '../callbacks/event-parameters.ts';

/** Rows of one statement; databases bound the number of its parameters. */
const ROWS_A_STATEMENT = 200;

/** `worker_activity_sid` of `WorkerActivitySid`. */
function snakeCase(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

function rowOf(event: WorkspaceEvent, workspace: TellingWorkspace, names: EventNames): WorkspaceEventRow {
  const fields = eventFields(event, names);
  const data = { ...fields, WorkspaceSid: workspace.sid, WorkspaceName: workspace.friendly_name };
  return {
    id: event.id,
    account_sid: event.accountSid,
    workspace_sid: workspace.sid,
    event_type: event.type,
    resource_sid: resourceOf(event).sid,
    task_sid: fields['TaskSid'] ?? null,
    reservation_sid: fields['ReservationSid'] ?? null,
    worker_sid: fields['WorkerSid'] ?? null,
    task_queue_sid: fields['TaskQueueSid'] ?? null,
    workflow_sid: fields['WorkflowSid'] ?? null,
    task_channel_sid: fields['TaskChannelSid'] ?? null,
    event_data: JSON.stringify(
      Object.fromEntries(Object.entries(data).map(([name, value]) => [snakeCase(name), value])),
    ),
    event_date: event.at,
  };
}

async function readWorkspaces(
  tx: Transaction,
  events: readonly WorkspaceEvent[],
): Promise<ReadonlyMap<string, TellingWorkspace>> {
  const rows = await tx.db
    .selectFrom('workspaces')
    .select(['sid', 'friendly_name', 'event_callback_url', 'events_filter'])
    .where('sid', 'in', [...new Set(events.map(({ data }) => data.workspaceSid))])
    .execute();
  return new Map(rows.map((row) => [row.sid, row]));
}

/** Removed workspaces, as the events of their removal describe them. */
function removedWorkspaces(events: readonly WorkspaceEvent[]): ReadonlyMap<string, TellingWorkspace> {
  const removals = events.filter((event) => event.type === 'workspace.deleted');
  return new Map(
    removals.map(({ data }) => [
      data.workspaceSid,
      {
        sid: data.workspaceSid,
        friendly_name: data.friendlyName,
        event_callback_url: data.eventCallbackUrl,
        events_filter: data.eventsFilter,
      },
    ]),
  );
}

/** Records the events of workspaces; those of a removed one are told, and kept no more than the workspace. */
export const workspaceEvents: Processor = {
  name: 'taskrouter-workspace-events',
  handles: CALLBACK_EVENTS,
  gathersFor: 50,
  async process(tx, stored: readonly StoredEvent[]) {
    const events = stored as readonly WorkspaceEvent[];
    const present = await readWorkspaces(tx, events);
    const removed = removedWorkspaces(events);
    const names = await readEventNames(tx, events);
    const rows = events.flatMap((event) => {
      const workspace = present.get(event.data.workspaceSid);
      return workspace === undefined ? [] : [{ ...rowOf(event, workspace, names) }];
    });
    for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
      await insertRows(tx, 'workspace_events', rows.slice(from, from + ROWS_A_STATEMENT));
    }
    const callbacks = events.flatMap((event) => {
      const { workspaceSid } = event.data;
      const workspace = present.get(workspaceSid) ?? removed.get(workspaceSid);
      return (workspace === undefined ? null : callbackOf(event, workspace, names)) ?? [];
    });
    await enqueueWebhooks(tx, callbacks);
  },
};
