// The TaskChannel resource of TaskRouter.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { isSid } from '#kernel/sid.ts';
import type { TaskChannelRow } from '#storage/schema/taskrouter.ts';
import { placeOf } from '../place.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import { createTaskChannel, removeTaskChannel, updateTaskChannel } from './commands.ts';
import { findTaskChannel } from './find-task-channel.ts';

function presentTaskChannel(row: TaskChannelRow, { base }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    unique_name: row.unique_name,
    channel_optimized_routing: row.channel_optimized_routing === 1,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${workspace}/TaskChannels/${row.sid}`,
    links: { workspace },
  };
}

export const taskChannelResource: Resource<TaskChannelRow> = {
  product: 'taskrouter',
  path: '/v1/Workspaces/{WorkspaceSid}/TaskChannels',
  key: 'channels',
  present: presentTaskChannel,
  create: write(
    z.object({
      FriendlyName: text(64),
      UniqueName: text(64).refine((name) => !isSid(name), 'it looks like a SID'),
      ChannelOptimizedRouting: bool().nullish(),
    }),
    (tx, { accountSid, params, input }) =>
      createTaskChannel(tx, {
        accountSid,
        workspaceSid: params['WorkspaceSid']!,
        friendlyName: input.FriendlyName,
        uniqueName: input.UniqueName,
        channelOptimizedRouting: input.ChannelOptimizedRouting ?? null,
      }),
  ),
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const workspace = await requireWorkspace(db, accountSid, params['WorkspaceSid']!);
    return { query: db.selectFrom('task_channels').selectAll().where('workspace_sid', '=', workspace.sid) };
  }),
  fetch: read((db, call) => findTaskChannel(db, placeOf(call), call.params['Sid']!)),
  update: write(
    z.object({ FriendlyName: text(64).nullish(), ChannelOptimizedRouting: bool().nullish() }),
    (tx, call) =>
      updateTaskChannel(tx, placeOf(call), {
        friendlyName: call.input.FriendlyName ?? undefined,
        channelOptimizedRouting: call.input.ChannelOptimizedRouting ?? undefined,
      }),
  ),
  remove: removal((tx, call) => removeTaskChannel(tx, placeOf(call))),
};
