// A role of a service that a parameter names.
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ChatServiceRow, RoleRow } from '#storage/schema/threads.ts';

/** The role; 404/50100 when the service has none of this SID and type. */
export async function requireRole(
  db: Reader,
  service: ChatServiceRow,
  sid: string,
  type: RoleRow['type'],
): Promise<RoleRow> {
  const role = await db
    .selectFrom('roles')
    .selectAll()
    .where('sid', '=', sid)
    .where('service_sid', '=', service.sid)
    .where('type', '=', type)
    .executeTakeFirst();
  if (role === undefined) throw apiError(50100);
  return role;
}
