// The Flex User resource: who works in the account's Flex instance.
import { z } from 'zod';
import { type Presentation, read, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import { instanceSidOf } from '../configuration/instance.ts';
import { changeFlexUser, type FlexUser, findFlexUser, refuseUnknownUser } from './flex-users.ts';

const PLACE = { product: 'flex-api', path: '/v2/Instances/{InstanceSid}/Users/{FlexUserSid}' } as const;

const flexUserUpdate = z.object({
  Email: text(320).nullish(),
  UserSid: sid('US').nullish(),
  Locale: text(35).nullish(),
});

function presentFlexUser(user: FlexUser, { base }: Presentation) {
  const instanceSid = instanceSidOf(user.accountSid);
  return {
    account_sid: user.accountSid,
    instance_sid: instanceSid,
    user_sid: user.userSid,
    flex_user_sid: user.sid,
    worker_sid: user.worker.sid,
    workspace_sid: user.worker.workspace_sid,
    flex_team_sid: null,
    username: user.worker.friendly_name,
    email: user.email,
    locale: user.locale,
    roles: user.roles,
    created_date: isoDate(user.worker.date_created),
    updated_date: isoDate(user.dateUpdated),
    version: user.version,
    url: `${base}/v2/Instances/${instanceSid}/Users/${user.sid}`,
  };
}

export const flexUserRoutes: readonly Route[] = [
  action<FlexUser>(
    { ...PLACE, method: 'GET' },
    read((db, { accountSid, params }) =>
      findFlexUser(db, accountSid, params['InstanceSid']!, params['FlexUserSid']!),
    ),
    presentFlexUser,
  ),
  action<FlexUser>(
    { ...PLACE, method: 'POST' },
    write(flexUserUpdate, async (tx, { accountSid, params, input }) => {
      const { InstanceSid, FlexUserSid } = params as Record<string, string>;
      const user = await findFlexUser(tx.db, accountSid, InstanceSid!, FlexUserSid!);
      if (user === undefined) throw notFound(`/Instances/${InstanceSid}/Users/${FlexUserSid}`);
      await refuseUnknownUser(tx.db, accountSid, input.UserSid);
      return changeFlexUser(tx, user, {
        email: input.Email,
        locale: input.Locale,
        userSid: input.UserSid,
      });
    }),
    presentFlexUser,
  ),
];
