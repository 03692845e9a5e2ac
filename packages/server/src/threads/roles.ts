// Roles of a service: sets of permissions that its users and participants hold.
import { appendEvent } from '#events/event-log.ts';
import type { EventData } from '#events/event-types.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, RoleRow } from '#storage/schema/threads.ts';

/** A role about to be made. */
export interface NewRole {
  readonly friendlyName: string;
  readonly type: RoleRow['type'];
  /** In the words of Programmable Chat; permissions it has no word for keep that of Conversations. */
  readonly permissions: readonly string[];
}

function record(tx: Transaction, type: 'role.added' | 'role.updated' | 'role.removed', role: RoleRow): void {
  const data: EventData[typeof type] = { serviceSid: role.service_sid, type: role.type };
  appendEvent(tx, { type, accountSid: role.account_sid, subjectSid: role.sid, data });
}

/** A role of a service by SID. */
export function findRole(
  db: Reader,
  accountSid: string,
  serviceSid: string,
  sid: string,
): Promise<RoleRow | undefined> {
  return db
    .selectFrom('roles')
    .selectAll()
    .where('sid', '=', sid)
    .where('service_sid', '=', serviceSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The role a parameter names; 404/50100 when the service has none of this SID and type. */
export async function requireRoleOfType(
  db: Reader,
  service: ChatServiceRow,
  sid: string,
  type: RoleRow['type'],
): Promise<RoleRow> {
  const role = await findRole(db, service.account_sid, service.sid, sid);
  if (role === undefined || role.type !== type) throw apiError(50100);
  return role;
}

/** Adds a role to a service. */
export async function addRole(tx: Transaction, service: ChatServiceRow, given: NewRole): Promise<RoleRow> {
  const role: RoleRow = {
    sid: newSid('RL'),
    account_sid: service.account_sid,
    service_sid: service.sid,
    friendly_name: given.friendlyName,
    type: given.type,
    permissions: JSON.stringify([...new Set(given.permissions)]),
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('roles').values(role).execute();
  record(tx, 'role.added', role);
  return role;
}

/** Gives a role other permissions. Who holds it has them from now on. */
export async function updateRole(
  tx: Transaction,
  role: RoleRow,
  permissions: readonly string[],
): Promise<RoleRow> {
  const updated = await tx.db
    .updateTable('roles')
    .set({ permissions: JSON.stringify([...new Set(permissions)]), date_updated: tx.now })
    .where('sid', '=', role.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  record(tx, 'role.updated', updated);
  return updated;
}

/** Whether the service gives the role to newcomers, or somebody holds it. */
async function isInUse(db: Reader, service: ChatServiceRow, role: RoleRow): Promise<boolean> {
  const defaults = [
    service.default_service_role_sid,
    service.default_channel_role_sid,
    service.default_channel_creator_role_sid,
  ];
  if (defaults.includes(role.sid)) return true;
  const holder = await db
    .selectFrom(role.type === 'channel' ? 'participants' : 'users')
    .select('sid')
    .where('service_sid', '=', role.service_sid)
    .where('role_sid', '=', role.sid)
    .limit(1)
    .executeTakeFirst();
  return holder !== undefined;
}

/** Removes a role. One that somebody or the service relies on stays (400/20001). */
export async function removeRole(tx: Transaction, service: ChatServiceRow, role: RoleRow): Promise<void> {
  if (await isInUse(tx.db, service, role)) throw invalidParameter('Sid', 'the role is in use');
  await tx.db.deleteFrom('roles').where('sid', '=', role.sid).execute();
  record(tx, 'role.removed', role);
}
