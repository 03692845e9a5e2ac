// Joining a session and leaving it.
import { appendEvent } from '#events/event-log.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { requireService } from '../services/commands.ts';
import { sessionFacts } from '../sessions/facts.ts';
import { requireSession, type SessionPlace } from '../sessions/find.ts';
import { everyoneIn, type ParticipantPlace } from './find.ts';
import type { NewParticipant } from './new-participant.ts';
import { placeParticipants } from './place-participants.ts';

/** A session connects two sides. */
export const LARGEST_SESSION = 2;

/**
 * Takes one of the places of an open session. The count is raised and checked in one statement, which also keeps
 * the session from being closed meanwhile.
 */
async function takePlace(tx: Transaction, place: SessionPlace, identifier: string): Promise<ProxySessionRow> {
  const session = await tx.db
    .updateTable('proxy_sessions')
    .set((eb) => ({ participants_count: eb('participants_count', '+', 1), date_updated: tx.now }))
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .where('status', 'in', ['open', 'in-progress'])
    .where('participants_count', '<', LARGEST_SESSION)
    .returningAll()
    .executeTakeFirst();
  if (session !== undefined) return session;
  const refused = await requireSession(tx.db, place);
  if (refused.status !== 'open' && refused.status !== 'in-progress') throw apiError(80607);
  refuseKnown(await everyoneIn(tx.db, refused.sid), identifier);
  throw apiError(80609);
}

/** Whoever is in the session cannot join it again (80103), and whoever has left it cannot return (80612). */
function refuseKnown(everyone: readonly ProxyParticipantRow[], identifier: string): void {
  const known = everyone.find((row) => row.identifier === identifier);
  if (known !== undefined) throw apiError(known.date_deleted === null ? 80103 : 80612);
}

/**
 * Adds a participant (Twilio: "Participant resource"). 80607 when the session is closed, 80609 when it has two
 * participants; further refusals as told at `placeParticipants`.
 */
export async function createParticipant(
  tx: Transaction,
  place: SessionPlace,
  given: NewParticipant,
  hooks: ProxyHooks,
): Promise<ProxyParticipantRow> {
  const session = await takePlace(tx, place, given.identifier);
  const service = await requireService(tx.db, place.accountSid, place.serviceSid);
  const everyone = await everyoneIn(tx.db, session.sid);
  refuseKnown(everyone, given.identifier);
  const present = everyone.filter((row) => row.date_deleted === null);
  const [participant] = await placeParticipants(tx, service, session, [given], present, hooks);
  appendEvent(tx, { type: 'session.updated', ...sessionFacts(session) });
  return participant!;
}

/** Removes a participant and frees its pair. It cannot return to this session. 404/20404 when there is none. */
export async function removeParticipant(tx: Transaction, place: ParticipantPlace): Promise<void> {
  const gone = notFound(`/Sessions/${place.sessionSid}/Participants/${place.sid}`);
  const session = await tx.db
    .updateTable('proxy_sessions')
    .set((eb) => ({ participants_count: eb('participants_count', '-', 1), date_updated: tx.now }))
    .where('sid', '=', place.sessionSid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .returningAll()
    .executeTakeFirst();
  if (session === undefined) throw gone;
  const removed = await tx.db
    .updateTable('proxy_participants')
    .set({ active: 0, date_deleted: tx.now, date_updated: tx.now })
    .where('sid', '=', place.sid)
    .where('session_sid', '=', session.sid)
    .where('date_deleted', 'is', null)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) throw gone;
  appendEvent(tx, { type: 'session.updated', ...sessionFacts(session) });
}
