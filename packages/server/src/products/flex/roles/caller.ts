// Who may put somebody into a channel: programs with the account's credentials, and the desk of an agent, who shows
// an access token as the password of the user `token`.
import { type Authenticator, basicCredentials } from '#http/authentication.ts';
import { apiError } from '#kernel/errors.ts';
import { verifyToken } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';

/** A caller, and whom he may speak for: null is anybody. */
export interface DeskCaller {
  readonly accountSid: string;
  readonly identity: string | null;
}

const TOKEN_USER = 'token';

/** The caller behind an Authorization header; 401 when it proves nothing or the token grants no chat. */
export async function deskCaller(
  { database, clock, authenticator }: Pick<Context, 'database' | 'clock'> & { authenticator: Authenticator },
  header: string | undefined,
): Promise<DeskCaller> {
  const credentials = header === undefined ? null : basicCredentials(header);
  if (credentials?.user.toLowerCase() !== TOKEN_USER) {
    const { accountSid } = await authenticator.authenticate(header);
    return { accountSid, identity: null };
  }
  const token = await verifyToken(database.read, clock.now(), credentials.password);
  if (token.kind !== 'access' || token.identity === null || token.grants.chat === null) throw apiError(20106);
  return { accountSid: token.accountSid, identity: token.identity };
}
