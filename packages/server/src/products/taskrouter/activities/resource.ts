// The Activity resource of TaskRouter.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ActivityRow } from '#storage/schema/taskrouter.ts';
import { flag } from '../flag.ts';
import { placeOf } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { createActivity, findActivity, removeActivity, renameActivity } from './commands.ts';

function presentActivity(row: ActivityRow, { base }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    available: row.available === 1,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${workspace}/Activities/${row.sid}`,
    links: { workspace },
  };
}

export const activityResource: Resource<ActivityRow> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/Activities',
  key: 'activities',
  present: presentActivity,
  create: write(
    z.object({ FriendlyName: text(64), Available: flag().nullish() }),
    (tx, { accountSid, params, input }) =>
      createActivity(tx, {
        accountSid,
        workspaceSid: params['WorkspaceSid']!,
        friendlyName: input.FriendlyName,
        available: input.Available ?? null,
      }),
  ),
  list: list(
    z.object({ FriendlyName: z.string().nullish(), Available: flag().nullish() }),
    async (db, { accountSid, params, input }) => {
      const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
      let query = db.selectFrom('activities').selectAll().where('workspace_sid', '=', workspace.sid);
      if (input.FriendlyName) query = query.where('friendly_name', '=', input.FriendlyName);
      if (input.Available !== undefined && input.Available !== null) {
        query = query.where('available', '=', input.Available ? 1 : 0);
      }
      return { query };
    },
  ),
  fetch: read((db, call) => findActivity(db, placeOf(call))),
  update: write(z.object({ FriendlyName: text(64).nullish() }), (tx, call) =>
    renameActivity(tx, placeOf(call), call.input.FriendlyName ?? null),
  ),
  remove: removal((tx, call) => removeActivity(tx, placeOf(call))),
};
