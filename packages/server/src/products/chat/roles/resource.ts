// The Role resource of Programmable Chat.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { RoleRow } from '#storage/schema/threads.ts';
import { addRole, findRole, PERMISSIONS, removeRole, requireService, updateRole } from '#threads/threads.ts';

const permission = () => text(64).refine((name) => PERMISSIONS.has(name), 'it is not a known permission');
const permissions = repeated(permission());

function presentRole(row: RoleRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    friendly_name: row.friendly_name,
    type: row.type,
    permissions: JSON.parse(row.permissions) as string[],
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v2/Services/${row.service_sid}/Roles/${row.sid}`,
  };
}

async function requireRoleOfPath(db: Reader, { accountSid, params }: Call): Promise<RoleRow> {
  const role = await findRole(db, accountSid, params['ServiceSid']!, params['Sid']!);
  if (role === undefined) throw notFound(`/Services/${params['ServiceSid']}/Roles/${params['Sid']}`);
  return role;
}

export const roles: Resource<RoleRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Roles',
  key: 'roles',
  present: presentRole,
  create: write(
    z.object({ FriendlyName: text(256), Type: oneOf(['channel', 'deployment']), Permission: permissions }),
    async (tx, { accountSid, params, input }) => {
      const service = await requireService(tx.db, accountSid, params['ServiceSid']!);
      return addRole(tx, service, {
        friendlyName: input.FriendlyName,
        type: input.Type,
        permissions: input.Permission,
      });
    },
  ),
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const service = await requireService(db, accountSid, params['ServiceSid']!);
    return { query: db.selectFrom('roles').selectAll().where('service_sid', '=', service.sid) };
  }),
  fetch: read(requireRoleOfPath),
  update: write(z.object({ Permission: permissions }), async (tx, call) =>
    updateRole(tx, await requireRoleOfPath(tx.db, call), call.input.Permission),
  ),
  remove: removal(async (tx, call) => {
    const role = await requireRoleOfPath(tx.db, call);
    await removeRole(tx, await requireService(tx.db, call.accountSid, role.service_sid), role);
  }),
};
