// The Role resource of Programmable Chat.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { RoleRow } from '#storage/schema/threads.ts';
import { PERMISSIONS, requireService } from '#threads/threads.ts';

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
  const role = await db
    .selectFrom('roles')
    .selectAll()
    .where('sid', '=', params['Sid']!)
    .where('service_sid', '=', params['ServiceSid']!)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (role === undefined) throw notFound(`/Services/${params['ServiceSid']}/Roles/${params['Sid']}`);
  return role;
}

/** A role somebody or the service relies on stays. */
async function refuseUsedRole(db: Reader, role: RoleRow): Promise<void> {
  const service = await requireService(db, role.account_sid, role.service_sid);
  const defaults = [
    service.default_service_role_sid,
    service.default_channel_role_sid,
    service.default_channel_creator_role_sid,
  ];
  const table = role.type === 'channel' ? 'participants' : 'users';
  const holder = await db
    .selectFrom(table)
    .select('sid')
    .where('service_sid', '=', role.service_sid)
    .where('role_sid', '=', role.sid)
    .limit(1)
    .executeTakeFirst();
  if (defaults.includes(role.sid) || holder !== undefined)
    throw invalidParameter('Sid', 'the role is in use');
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
      return tx.db
        .insertInto('roles')
        .values({
          sid: newSid('RL'),
          account_sid: accountSid,
          service_sid: service.sid,
          friendly_name: input.FriendlyName,
          type: input.Type,
          permissions: JSON.stringify(input.Permission),
          date_created: tx.now,
          date_updated: tx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },
  ),
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const service = await requireService(db, accountSid, params['ServiceSid']!);
    return { query: db.selectFrom('roles').selectAll().where('service_sid', '=', service.sid) };
  }),
  fetch: read(requireRoleOfPath),
  update: write(z.object({ Permission: permissions }), async (tx, call) => {
    const role = await requireRoleOfPath(tx.db, call);
    return tx.db
      .updateTable('roles')
      .set({ permissions: JSON.stringify(call.input.Permission), date_updated: tx.now })
      .where('sid', '=', role.sid)
      .returningAll()
      .executeTakeFirstOrThrow();
  }),
  remove: removal(async (tx, call) => {
    const role = await requireRoleOfPath(tx.db, call);
    await refuseUsedRole(tx.db, role);
    await tx.db.deleteFrom('roles').where('sid', '=', role.sid).execute();
  }),
};
