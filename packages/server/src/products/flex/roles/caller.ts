// Who may put somebody into a channel: programs with the account's credentials, agents who signed in here, and the desk
// of Twilio, which shows an access token as the password of the user `token`.
import type { FastifyRequest } from 'fastify';
import { basicCredentials, type Person } from '#http/authentication.ts';
import { apiError } from '#kernel/errors.ts';
import { agentIdentity } from '#products/taskrouter/taskrouter.ts';
import { verifyToken } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { Reader } from '#storage/database.ts';

/** A caller, and whom he may speak for: null is anybody. */
export interface DeskCaller {
  readonly accountSid: string;
  readonly identity: string | null;
}

const TOKEN_USER = 'token';

/** An agent speaks for himself, whoever looks after agents for all of them. */
async function identityOf(
  db: Reader,
  accountSid: string,
  { role, workerSid }: Person,
): Promise<string | null> {
  if (role !== 'agent') return null;
  const worker = await db
    .selectFrom('workers')
    .select(['attributes', 'friendly_name'])
    .where('sid', '=', workerSid ?? '')
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (worker === undefined) throw apiError(20403);
  return agentIdentity(worker);
}

/** The caller of a request; 401 when it proves nothing or the token grants no chat. */
export async function deskCaller(
  { database, clock, authenticator }: Context,
  request: FastifyRequest,
): Promise<DeskCaller> {
  const header = request.headers.authorization;
  const credentials = header === undefined ? null : basicCredentials(header);
  if (credentials?.user.toLowerCase() !== TOKEN_USER) {
    const { accountSid, person } = await authenticator.callerOf(request);
    const identity = person === undefined ? null : await identityOf(database.read, accountSid, person);
    return { accountSid, identity };
  }
  const token = await verifyToken(database.read, clock.now(), credentials.password);
  if (token.kind !== 'access' || token.identity === null || token.grants.chat === null) throw apiError(20106);
  return { accountSid: token.accountSid, identity: token.identity };
}
