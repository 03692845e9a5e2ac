// The Workspace resource of TaskRouter.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { bool, oneOf, sid, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import {
  createWorkspace,
  findWorkspaceView,
  removeWorkspace,
  selectWorkspaceViews,
  updateWorkspace,
  type WorkspaceView,
} from './commands.ts';
import { presentWorkspace } from './present.ts';

const settings = {
  EventCallbackUrl: url().nullish(),
  EventsFilter: text().nullish(),
  MultiTaskEnabled: bool().nullish(),
  PrioritizeQueueOrder: oneOf(['FIFO', 'LIFO']).nullish(),
};

const workspaceCreate = z.object({
  ...settings,
  FriendlyName: text(64),
  Template: z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(oneOf(['FIFO', 'NONE']))
    .nullish(),
});

const workspaceUpdate = z.object({
  ...settings,
  FriendlyName: text(64).nullish(),
  DefaultActivitySid: sid('WA').nullish(),
  TimeoutActivitySid: sid('WA').nullish(),
});

export const workspaceResource: Resource<WorkspaceView> = {
  product: 'taskrouter',
  path: '/v1/Workspaces',
  key: 'workspaces',
  present: presentWorkspace,
  create: write(workspaceCreate, (tx, { accountSid, input }) =>
    createWorkspace(tx, {
      accountSid,
      friendlyName: input.FriendlyName,
      template: input.Template ?? null,
      eventCallbackUrl: input.EventCallbackUrl ?? null,
      eventsFilter: input.EventsFilter ?? null,
      multiTaskEnabled: input.MultiTaskEnabled ?? null,
      prioritizeQueueOrder: input.PrioritizeQueueOrder ?? null,
    }),
  ),
  list: list(
    z.object({ FriendlyName: z.string().nullish() }),
    async (db, { accountSid, input }) => {
      const query = selectWorkspaceViews(db, accountSid);
      const name = input.FriendlyName ?? null;
      return { query: name === null ? query : query.where('workspaces.friendly_name', '=', name) };
    },
    [{ column: 'workspaces.sid', direction: 'asc' }],
  ),
  fetch: read((db, { accountSid, params }) => findWorkspaceView(db, accountSid, params['Sid']!)),
  update: write(workspaceUpdate, (tx, { accountSid, params, input }) =>
    updateWorkspace(tx, accountSid, params['Sid']!, {
      friendlyName: input.FriendlyName ?? undefined,
      defaultActivitySid: input.DefaultActivitySid ?? undefined,
      timeoutActivitySid: input.TimeoutActivitySid ?? undefined,
      eventCallbackUrl: input.EventCallbackUrl,
      eventsFilter: input.EventsFilter,
      multiTaskEnabled: input.MultiTaskEnabled ?? undefined,
      prioritizeQueueOrder: input.PrioritizeQueueOrder ?? undefined,
    }),
  ),
  remove: removal((tx, { accountSid, params }) => removeWorkspace(tx, accountSid, params['Sid']!)),
};
