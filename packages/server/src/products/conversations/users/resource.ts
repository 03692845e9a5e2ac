// The User resource of Conversations: the identities of a service.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ChatServiceRow, UserRow } from '#storage/schema/threads.ts';
import {
  actFor,
  ensureUser,
  findUser,
  removeUser,
  requireRoleOfType,
  restOrigin,
  updateUser,
} from '#threads/threads.ts';
import { attributes } from '../attributes.ts';
import { notFoundHere, type Place } from '../places.ts';

/** Characters of attributes: as many as Programmable Chat takes for the same users. */
const ATTRIBUTES_LIMIT = 32_768;

const fields = {
  FriendlyName: text(256).nullish(),
  Attributes: attributes(ATTRIBUTES_LIMIT).nullish(),
  RoleSid: sid('RL').nullish(),
};

function flag(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

function presentUser(place: Place) {
  return (row: UserRow, presentation: Presentation) => {
    const url = `${place.url(presentation, row.service_sid)}/Users/${row.sid}`;
    return {
      sid: row.sid,
      account_sid: row.account_sid,
      chat_service_sid: row.service_sid,
      role_sid: row.role_sid,
      identity: row.identity,
      friendly_name: row.friendly_name,
      attributes: row.attributes,
      is_online: flag(row.is_online),
      is_notifiable: flag(row.is_notifiable),
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      url,
      links: { user_conversations: `${url}/Conversations` },
    };
  };
}

/** The user a path names by SID or identity; 404/20404 when the service has none of it. */
export async function requireUser(
  db: Reader,
  place: Place,
  service: ChatServiceRow,
  call: Call,
  name: string,
): Promise<UserRow> {
  const user = await findUser(db, call.accountSid, service.sid, name);
  if (user === undefined) throw notFoundHere(place, call, `/Users/${name}`);
  return user;
}

/** The User resource in one of its two trees. */
export function users(place: Place): Resource<UserRow> {
  return {
    product: 'conversations',
    path: `${place.path}/Users`,
    key: 'users',
    present: presentUser(place),
    create: write(z.object({ ...fields, Identity: text(256) }), async (tx, call) => {
      const { input } = call;
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'deployment');
      const { user, isNew } = await ensureUser(tx, service, {
        identity: input.Identity,
        friendlyName: input.FriendlyName,
        attributes: input.Attributes,
        roleSid: input.RoleSid,
      });
      if (!isNew) throw apiError(50201);
      return user;
    }),
    list: list(z.object({}), async (db, call) => {
      const service = await place.serviceToRead(db, call);
      return { query: db.selectFrom('users').selectAll().where('service_sid', '=', service.sid) };
    }),
    fetch: read(async (db, call) =>
      requireUser(db, place, await place.serviceToRead(db, call), call, call.params['Sid']!),
    ),
    update: write(z.object(fields), async (tx, call) => {
      const { input } = call;
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      const user = await requireUser(tx.db, place, service, call, call.params['Sid']!);
      if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'deployment');
      return updateUser(tx, user, {
        ...(input.RoleSid ? { role_sid: input.RoleSid } : {}),
        ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
        ...(input.FriendlyName === undefined ? {} : { friendly_name: input.FriendlyName }),
      });
    }),
    remove: removal(async (tx, call) => {
      actFor(tx, restOrigin(call));
      const service = await place.serviceToChange(tx, call);
      await removeUser(tx, await requireUser(tx.db, place, service, call, call.params['Sid']!));
    }),
  };
}
