// The user behind a session: the identity of its token in the service of its chat grant.
import { apiError } from '#kernel/errors.ts';
import type { TwilsockSession } from '#realtime/realtime.ts';
import type { Database, Reader } from '#storage/database.ts';
import { prepared } from '#storage/prepared.ts';
import type { ChatServiceRow, UserRow } from '#storage/schema/threads.ts';
import { actFor, clientOrigin, ensureUser, type Face, findRole } from '#threads/threads.ts';
import type { ClientViewer } from './client.ts';
import { joinedAccountWebhook, joinedService, joinedUser } from './joined-rows.ts';

const serviceWithUser = prepared((db, of: { identity: string; serviceSid: string; accountSid: string }) =>
  db
    .selectFrom('chat_services')
    .leftJoin('users', (join) =>
      join.onRef('users.service_sid', '=', 'chat_services.sid').on('users.identity', '=', of.identity),
    )
    .leftJoin('conversation_webhooks', 'conversation_webhooks.account_sid', 'chat_services.account_sid')
    .select([...joinedService.columns, ...joinedAccountWebhook.columns, ...joinedUser.columns])
    .where('chat_services.sid', '=', of.serviceSid)
    .where('chat_services.account_sid', '=', of.accountSid),
);

/** The service a token grants with what hangs on it, and the user of its identity as far as there is one. */
async function found(
  db: Reader,
  { accountSid, identity }: TwilsockSession,
  serviceSid: string,
): Promise<Pick<ClientViewer, 'service' | 'accountWebhook'> & { user: UserRow | undefined }> {
  const [joined] = await serviceWithUser(db, { identity, serviceSid, accountSid });
  if (joined === undefined) throw apiError(50050);
  return {
    service: joinedService.rowIn(joined)!,
    accountWebhook: joinedAccountWebhook.rowIn(joined),
    user: joinedUser.rowIn(joined),
  };
}

/** The role a new user gets by his token: a role of the service for users, else the service's default. */
async function grantedRole(
  db: Reader,
  service: ChatServiceRow,
  session: TwilsockSession,
): Promise<string | null> {
  const sid = session.token.grants.chat?.deploymentRoleSid ?? null;
  if (sid === null) return null;
  const role = await findRole(db, service.account_sid, service.sid, sid);
  return role?.type === 'deployment' ? role.sid : null;
}

async function newUser(
  database: Database,
  service: ChatServiceRow,
  session: TwilsockSession,
): Promise<UserRow> {
  const { identity } = session;
  const roleSid = await grantedRole(database.read, service, session);
  return database.transaction(async (tx) => {
    actFor(tx, clientOrigin(identity));
    return (await ensureUser(tx, service, { identity, roleSid })).user;
  });
}

/**
 * The user of a session, who comes into being when his token is first used, with the deployment role of the grant
 * where it names one. 403/20006 when the token grants no chat service, 404/50050 when there is none such, 400/50203
 * and 400/50206 for an identity no user can have. `mutationId` names the request, when it has a name.
 */
export async function viewerOf(
  database: Database,
  session: TwilsockSession,
  face: Face,
  mutationId: string | null = null,
): Promise<ClientViewer> {
  const serviceSid = session.token.grants.chat?.serviceSid ?? null;
  if (serviceSid === null) throw apiError(20006, 'The access token names no chat service');
  const { service, accountWebhook, user } = await found(database.read, session, serviceSid);
  return {
    service,
    accountWebhook,
    face,
    identity: session.identity,
    user: user ?? (await newUser(database, service, session)),
    mutationId,
  };
}
