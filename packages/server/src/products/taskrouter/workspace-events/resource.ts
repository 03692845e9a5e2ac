// The Event resource of TaskRouter.
import { z } from 'zod';
import { list, read } from '#http/operations.ts';
import type { OrderColumn } from '#http/paging.ts';
import { date, int, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { WorkspaceEventRow } from '#storage/schema/workspace-events.ts';
import { eventNumber } from '../callbacks/event-sid.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { listEvents } from './list-events.ts';
import { presentEvent } from './present.ts';

/** A number no event has. */
const NO_EVENT = -1;

const NEWEST_FIRST: readonly OrderColumn[] = [
  { column: 'event_date', direction: 'desc' },
  { column: 'id', direction: 'desc' },
];

const eventFilters = z.object({
  Sid: sid('EV').nullish(),
  EventType: text().nullish(),
  ReservationSid: sid('WR').nullish(),
  TaskSid: sid('WT').nullish(),
  TaskQueueSid: sid('WQ').nullish(),
  WorkerSid: sid('WK').nullish(),
  WorkflowSid: sid('WW').nullish(),
  TaskChannel: text().nullish(),
  StartDate: date().nullish(),
  EndDate: date().nullish(),
  Minutes: int(1).nullish(),
});

export const eventResource: Resource<WorkspaceEventRow> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Events',
  key: 'events',
  present: presentEvent,
  list: list(
    eventFilters,
    async (db, { accountSid, params, input, now }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      const query = await listEvents(
        db,
        workspace,
        {
          id: input.Sid ? (eventNumber(input.Sid) ?? NO_EVENT) : null,
          reservationSid: input.ReservationSid ?? null,
          taskSid: input.TaskSid ?? null,
          workerSid: input.WorkerSid ?? null,
          taskQueueSid: input.TaskQueueSid ?? null,
          workflowSid: input.WorkflowSid ?? null,
          taskChannel: input.TaskChannel ?? null,
          eventType: input.EventType ?? null,
          startDate: input.StartDate ?? null,
          endDate: input.EndDate ?? null,
          minutes: input.Minutes ?? null,
        },
        now,
      );
      return { query };
    },
    NEWEST_FIRST,
  ),
  fetch: read((db, { accountSid, params }) =>
    db
      .selectFrom('workspace_events')
      .selectAll()
      .where('id', '=', eventNumber(params['Sid']!) ?? NO_EVENT)
      .where('workspace_sid', '=', params['WorkspaceSid']!)
      .where('account_sid', '=', accountSid)
      .executeTakeFirst(),
  ),
};
