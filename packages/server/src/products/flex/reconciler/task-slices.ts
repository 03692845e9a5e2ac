// The tasks of an account in some statuses, a page at a time: workspace by workspace, status by status, as their index
// has them.
import type { Reader } from '#storage/database.ts';
import type { TaskRow, TaskStatus } from '#storage/schema/taskrouter.ts';
import type { PageScope, RowPage } from './rule.ts';

interface Place {
  readonly workspace: string;
  readonly status: TaskStatus;
  readonly after: string;
}

function readPlace(after: string, statuses: readonly TaskStatus[]): Place {
  const [workspace = '', status = '', sid = ''] = after.split(' ');
  const known = statuses.find((word) => word === status);
  return { workspace, status: known ?? statuses[0]!, after: sid };
}

/** The first workspace of the account from this one on, this one included or not. */
async function workspaceFrom(db: Reader, accountSid: string, operator: '>' | '>=', workspace: string) {
  const row = await db
    .selectFrom('workspaces')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where('sid', operator, workspace)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  return row?.sid;
}

/** A page of tasks; it ends with its workspace or status, so it may be empty where more follow. */
export async function taskPage(
  db: Reader,
  { accountSid, after, size }: PageScope,
  statuses: readonly TaskStatus[],
): Promise<RowPage<TaskRow>> {
  const asked = readPlace(after, statuses);
  const workspace = await workspaceFrom(db, accountSid, '>=', asked.workspace);
  if (workspace === undefined) return { rows: [], next: null };
  // A workspace that was removed meanwhile leaves the one after it, from its beginning.
  const place = workspace === asked.workspace ? asked : { status: statuses[0]!, after: '' };
  const rows = await db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_sid', '=', workspace)
    .where('assignment_status', '=', place.status)
    .where('sid', '>', place.after)
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(size)
    .execute();
  const last = rows.at(-1);
  if (rows.length === size && last !== undefined) {
    return { rows, next: `${workspace} ${place.status} ${last.sid}` };
  }
  const status = statuses[statuses.indexOf(place.status) + 1];
  if (status !== undefined) return { rows, next: `${workspace} ${status}` };
  const following = await workspaceFrom(db, accountSid, '>', workspace);
  return { rows, next: following ?? null };
}
