// The JSON of an event of a workspace.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { WorkspaceEventRow } from '#storage/schema/workspace-events.ts';
import { describeEvent, resourceTypeOf } from '../callbacks/event-parameters.ts';
import { eventSid } from '../callbacks/event-sid.ts';
import { workspaceUrl } from '../workspaces/present.ts';

const COLLECTIONS: Record<string, string> = {
  WA: 'Activities',
  TC: 'TaskChannels',
  WQ: 'TaskQueues',
  WW: 'Workflows',
  WK: 'Workers',
  WT: 'Tasks',
};

function resourceUrl(row: WorkspaceEventRow, workspace: string): string {
  const prefix = row.resource_sid.slice(0, 2);
  if (prefix === 'WR') return `${workspace}/Tasks/${row.task_sid}/Reservations/${row.resource_sid}`;
  const collection = COLLECTIONS[prefix];
  return collection === undefined ? workspace : `${workspace}/${collection}/${row.resource_sid}`;
}

/** The Event resource of TaskRouter. Who sent the request behind an event is not recorded: the actor is the workspace. */
export function presentEvent(row: WorkspaceEventRow, { base }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  const resource = { sid: row.resource_sid, type: resourceTypeOf(row.resource_sid) };
  return {
    sid: eventSid(row.id),
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    event_type: row.event_type,
    description: describeEvent(row.event_type, resource),
    event_data: JSON.parse(row.event_data),
    event_date: isoDate(row.event_date),
    event_date_ms: row.event_date,
    resource_sid: row.resource_sid,
    resource_type: resource.type,
    resource_url: resourceUrl(row, workspace),
    actor_sid: row.workspace_sid,
    actor_type: 'workspace',
    actor_url: workspace,
    source: 'twilio',
    source_ip_address: null,
    url: `${workspace}/Events/${eventSid(row.id)}`,
  };
}
