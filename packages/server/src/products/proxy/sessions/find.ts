// Looking sessions up: by place, by name, and by the pair of addresses an inbound message carries.
import { notFound } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxySessionRow } from '#storage/schema/proxy.ts';

/** Which session of which service. */
export interface SessionPlace {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sid: string;
}

/** A session of the service, open or closed, by SID or unique name. */
export function findSession(db: Reader, place: SessionPlace): Promise<ProxySessionRow | undefined> {
  return db
    .selectFrom('proxy_sessions')
    .selectAll()
    .where(isSid(place.sid, 'KC') ? 'sid' : 'unique_name', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .executeTakeFirst();
}

/** The session, or 404/20404. */
export async function requireSession(db: Reader, place: SessionPlace): Promise<ProxySessionRow> {
  const session = await findSession(db, place);
  if (session === undefined) throw notFound(`/Services/${place.serviceSid}/Sessions/${place.sid}`);
  return session;
}

/**
 * The open or in-progress session with this unique name in any service of the account. The SID of a chat channel
 * also finds a session whose name only starts with it, as Flex names its own; of several, the newest.
 */
export function findActiveSessionByName(
  db: Reader,
  accountSid: string,
  uniqueName: string,
): Promise<ProxySessionRow | undefined> {
  return db
    .selectFrom('proxy_sessions')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where(isSid(uniqueName, 'CH') ? 'channel_sid' : 'unique_name', '=', uniqueName)
    .where('status', 'in', ['open', 'in-progress'])
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A session with the two sides of a message: who sent it, and whom it is for. */
export interface SessionPair {
  readonly session: ProxySessionRow;
  readonly sender: ProxyParticipantRow;
  readonly partner: ProxyParticipantRow | null;
  /** Who is asked whether messages may pass, and who is told of texts without a session. */
  readonly interceptUrl: string | null;
  readonly outOfSessionUrl: string | null;
}

/**
 * The open session in which the person at `identifier` writes to our address `proxyIdentifier`, over all services
 * of the account. A session past its end is none, even while its timer has not fired.
 */
export async function findActiveSessionByPair(
  db: Reader,
  accountSid: string,
  pair: { readonly identifier: string; readonly proxyIdentifier: string },
  now: number,
): Promise<SessionPair | undefined> {
  const sender = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('identifier', '=', pair.identifier)
    .where('proxy_identifier', '=', pair.proxyIdentifier)
    .where('active', '=', 1)
    .executeTakeFirst();
  if (sender === undefined) return undefined;
  const found = await db
    .selectFrom('proxy_sessions')
    .innerJoin('proxy_services', 'proxy_services.sid', 'proxy_sessions.service_sid')
    .selectAll('proxy_sessions')
    .select(['intercept_callback_url', 'out_of_session_callback_url'])
    .where('proxy_sessions.sid', '=', sender.session_sid)
    .where('status', 'in', ['open', 'in-progress'])
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const {
    intercept_callback_url: interceptUrl,
    out_of_session_callback_url: outOfSessionUrl,
    ...session
  } = found;
  const partner = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('session_sid', '=', session.sid)
    .where('sid', '<>', sender.sid)
    .where('active', '=', 1)
    .executeTakeFirst();
  return { session, sender, partner: partner ?? null, interceptUrl, outOfSessionUrl };
}
