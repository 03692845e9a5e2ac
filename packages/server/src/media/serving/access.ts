// Who asks for attachments: programs with the account's credentials, and users with an access token for the service.
import type { FastifyRequest } from 'fastify';
import { apiError, notFound } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import { verifyToken } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { Reader } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';

/** The author of what programs upload. */
export const PROGRAM = 'system';

/** Whoever asks, and what he may see. */
export interface MediaCaller {
  readonly accountSid: string;
  /** The only service a user may see; null for programs, which see all of their account. */
  readonly serviceSid: string | null;
  /** The user's identity; `system` for programs. */
  readonly identity: string;
}

async function userOf({ database, clock }: Context, text: string): Promise<MediaCaller> {
  const token = await verifyToken(database.read, clock.now(), text);
  if (token.kind !== 'access' || token.identity === null || token.identity === '') throw apiError(20106);
  const serviceSid = token.grants.chat?.serviceSid ?? null;
  if (serviceSid === null) throw apiError(20006, 'The access token names no chat service');
  return { accountSid: token.accountSid, serviceSid, identity: token.identity };
}

/**
 * Whoever sends a request: by the access token in `X-Twilio-Token`, else by what programs and the desk show. 401 when
 * neither is good (20101 to 20107, 20003), 403/20006 for a token without a chat service.
 */
export async function callerOf(context: Context, request: FastifyRequest): Promise<MediaCaller> {
  const token = request.headers['x-twilio-token'];
  if (typeof token === 'string') return userOf(context, token);
  const { accountSid } = await context.authenticator.callerOf(request);
  return { accountSid, serviceSid: null, identity: PROGRAM };
}

/** Refuses a service that is not there, not the account's, or not the one the token is for: 404/20404. */
export async function requireOwnService(db: Reader, caller: MediaCaller, serviceSid: string): Promise<void> {
  const isOpen = isSid(serviceSid, 'IS') && (caller.serviceSid ?? serviceSid) === serviceSid;
  const service = isOpen
    ? await db
        .selectFrom('chat_services')
        .select('sid')
        .where('sid', '=', serviceSid)
        .where('account_sid', '=', caller.accountSid)
        .executeTakeFirst()
    : undefined;
  if (service === undefined) throw notFound(`/Services/${serviceSid}`);
}

/** An attachment of a service by its SID. */
export async function findMedia(
  db: Reader,
  serviceSid: string,
  sids: readonly string[],
): Promise<Map<string, MediaRow>> {
  const wanted = sids.filter((sid) => isSid(sid, 'ME'));
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('media')
    .selectAll()
    .where('sid', 'in', wanted)
    .where('service_sid', '=', serviceSid)
    .execute();
  return new Map(rows.map((row) => [row.sid, row]));
}

/** The attachment of a path, for somebody who may see the service; 404/20404 when there is none. */
export async function requireMedia(
  db: Reader,
  caller: MediaCaller,
  { ServiceSid: serviceSid, Sid: sid }: { readonly ServiceSid: string; readonly Sid: string },
): Promise<MediaRow> {
  await requireOwnService(db, caller, serviceSid);
  const row = (await findMedia(db, serviceSid, [sid])).get(sid);
  if (row === undefined || row.account_sid !== caller.accountSid) {
    throw notFound(`/Services/${serviceSid}/Media/${sid}`);
  }
  return row;
}
