// Looking participants up.
import type { Reader } from '#storage/database.ts';
import type { ProxyParticipantRow } from '#storage/schema/proxy.ts';

/** Which participant of which session. */
export interface ParticipantPlace {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sessionSid: string;
  readonly sid: string;
}

/** A participant that has not been removed. */
export function findParticipant(
  db: Reader,
  place: ParticipantPlace,
): Promise<ProxyParticipantRow | undefined> {
  return db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('sid', '=', place.sid)
    .where('session_sid', '=', place.sessionSid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .where('date_deleted', 'is', null)
    .executeTakeFirst();
}

/** All who are or were in a session, the first one first. */
export function everyoneIn(db: Reader, sessionSid: string): Promise<ProxyParticipantRow[]> {
  return db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('session_sid', '=', sessionSid)
    .orderBy('sid')
    .execute();
}
