// The Role resource of Conversations: the roles of a service in the words of this generation.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ChatServiceRow, RoleRow } from '#storage/schema/threads.ts';
import { addRole, findRole, removeRole, updateRole } from '#threads/threads.ts';
import { notFoundHere, type Place } from '../places.ts';
import { isPermissionOf, presentedPermission, storedPermission } from './permission-names.ts';

const TYPES = { conversation: 'channel', service: 'deployment' } as const;

const permissions = repeated(text(64));
const roleCreate = z.object({
  FriendlyName: text(256),
  Type: oneOf(['conversation', 'service']),
  Permission: permissions,
});

/** The permissions as they are kept; 50104 when roles of the type cannot hold one of them. */
function permissionsFrom(type: RoleRow['type'], given: readonly string[]): string[] {
  const unknown = given.find((permission) => !isPermissionOf(type, permission));
  if (unknown !== undefined) throw apiError(50104, undefined, { parameter: 'Permission' });
  return given.map(storedPermission);
}

function presentRole(place: Place) {
  return (row: RoleRow, presentation: Presentation) => ({
    sid: row.sid,
    account_sid: row.account_sid,
    chat_service_sid: row.service_sid,
    friendly_name: row.friendly_name,
    type: row.type === 'channel' ? 'conversation' : 'service',
    permissions: (JSON.parse(row.permissions) as string[]).map(presentedPermission),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${place.url(presentation, row.service_sid)}/Roles/${row.sid}`,
  });
}

/** The Role resource in one of its two trees. */
export function roles(place: Place): Resource<RoleRow> {
  const requireRole = async (db: Reader, service: ChatServiceRow, call: Call): Promise<RoleRow> => {
    const role = await findRole(db, call.accountSid, service.sid, call.params['Sid']!);
    if (role === undefined) throw notFoundHere(place, call, `/Roles/${call.params['Sid']}`);
    return role;
  };
  return {
    product: 'conversations',
    path: `${place.path}/Roles`,
    key: 'roles',
    present: presentRole(place),
    create: write(roleCreate, async (tx, call) => {
      const type = TYPES[call.input.Type];
      const granted = permissionsFrom(type, call.input.Permission);
      const service = await place.serviceToChange(tx, call);
      return addRole(tx, service, { friendlyName: call.input.FriendlyName, type, permissions: granted });
    }),
    list: list(z.object({}), async (db, call) => {
      const service = await place.serviceToRead(db, call);
      return { query: db.selectFrom('roles').selectAll().where('service_sid', '=', service.sid) };
    }),
    fetch: read(async (db, call) => requireRole(db, await place.serviceToRead(db, call), call)),
    update: write(z.object({ Permission: permissions }), async (tx, call) => {
      const role = await requireRole(tx.db, await place.serviceToChange(tx, call), call);
      return updateRole(tx, role, permissionsFrom(role.type, call.input.Permission));
    }),
    remove: removal(async (tx, call) => {
      const service = await place.serviceToChange(tx, call);
      await removeRole(tx, service, await requireRole(tx.db, service, call));
    }),
  };
}
