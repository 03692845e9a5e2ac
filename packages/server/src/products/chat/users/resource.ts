// The User resource of Programmable Chat.
import { z } from 'zod';
import { list, type Presentation, read } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { ensureUser, removeUser, requireRoleOfType, requireService, updateUser } from '#threads/threads.ts';
import { attributes } from '../attributes.ts';
import { hookedRemoval, hookedWrite } from '../hooked.ts';

import { requireUser } from './require-user.ts';

const fields = {
  RoleSid: sid('RL').nullish(),
  Attributes: attributes().nullish(),
  FriendlyName: text(256).nullish(),
};

function isFlag(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

function presentUser(row: UserRow, { base }: Presentation) {
  const url = `${base}/v2/Services/${row.service_sid}/Users/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    attributes: row.attributes,
    friendly_name: row.friendly_name,
    role_sid: row.role_sid,
    identity: row.identity,
    is_online: isFlag(row.is_online),
    is_notifiable: isFlag(row.is_notifiable),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    joined_channels_count: row.joined_channels_count,
    links: { user_channels: `${url}/Channels`, user_bindings: `${url}/Bindings` },
    url,
  };
}

export const users: Resource<UserRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Users',
  key: 'users',
  present: presentUser,
  create: hookedWrite(
    z.object({ ...fields, Identity: text(256) }),
    async (tx, { accountSid, params, input }) => {
      const service = await requireService(tx.db, accountSid, params['ServiceSid']!);
      if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'deployment');
      const { user, isNew } = await ensureUser(tx, service, {
        identity: input.Identity,
        friendlyName: input.FriendlyName,
        attributes: input.Attributes,
        roleSid: input.RoleSid,
      });
      if (!isNew) throw apiError(50201);
      return user;
    },
  ),
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const service = await requireService(db, accountSid, params['ServiceSid']!);
    return { query: db.selectFrom('users').selectAll().where('service_sid', '=', service.sid) };
  }),
  fetch: read(requireUser),
  update: hookedWrite(z.object(fields), async (tx, call) => {
    const { input } = call;
    const user = await requireUser(tx.db, call);
    if (input.RoleSid) {
      const service = await requireService(tx.db, call.accountSid, user.service_sid);
      await requireRoleOfType(tx.db, service, input.RoleSid, 'deployment');
    }
    return updateUser(tx, user, {
      ...(input.RoleSid ? { role_sid: input.RoleSid } : {}),
      ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
      ...(input.FriendlyName === undefined ? {} : { friendly_name: input.FriendlyName }),
    });
  }),
  remove: hookedRemoval(async (tx, call) => removeUser(tx, await requireUser(tx.db, call))),
};
