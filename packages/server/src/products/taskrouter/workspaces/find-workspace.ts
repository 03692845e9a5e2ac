// Reading workspaces.
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkspaceRow } from '#storage/schema/taskrouter.ts';

/** A workspace of the account. */
export function findWorkspace(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
): Promise<WorkspaceRow | undefined> {
  return db
    .selectFrom('workspaces')
    .selectAll()
    .where('sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The workspace, or 404/20404. */
export async function requireWorkspace(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
): Promise<WorkspaceRow> {
  const workspace = await findWorkspace(db, accountSid, workspaceSid);
  if (workspace === undefined) throw notFound(`/Workspaces/${workspaceSid}`);
  return workspace;
}
