// Reading task channels, by SID or unique name.
import type { Reader } from '#storage/database.ts';
import type { TaskChannelRow } from '#storage/schema/taskrouter.ts';

/** A task channel of the workspace. */
export function findTaskChannel(
  db: Reader,
  { accountSid, workspaceSid }: { readonly accountSid: string; readonly workspaceSid: string },
  sidOrUniqueName: string,
): Promise<TaskChannelRow | undefined> {
  return db
    .selectFrom('task_channels')
    .selectAll()
    .where('workspace_sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .where((eb) => eb.or([eb('sid', '=', sidOrUniqueName), eb('unique_name', '=', sidOrUniqueName)]))
    .executeTakeFirst();
}
