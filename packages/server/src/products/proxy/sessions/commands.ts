// Creating and removing sessions.
import { appendEvent } from '#events/event-log.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyServiceRow, ProxySessionRow, SessionMode } from '#storage/schema/proxy.ts';
import { cancelTimer } from '#timers/timers.ts';
import type { ProxyHooks } from '../hooks.ts';
import { LARGEST_SESSION } from '../participants/commands.ts';
import type { NewParticipant } from '../participants/new-participant.ts';
import { placeParticipants } from '../participants/place-participants.ts';
import { requireService } from '../services/commands.ts';
import { setExpiryTimer } from './expiry.ts';
import { sessionFacts } from './facts.ts';
import type { SessionPlace } from './find.ts';
import { EXPIRY_TIMER, endColumns } from './lifetime.ts';

/** A session about to be made. */
export interface NewSession {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly uniqueName?: string | null | undefined;
  readonly mode?: SessionMode | undefined;
  /** Seconds; the service's default when not given, 0 is unlimited. */
  readonly ttl?: number | undefined;
  /** A date at which the session ends, whatever happens in it. */
  readonly dateExpiry?: number | null | undefined;
  readonly status?: 'open' | 'in-progress' | 'closed' | undefined;
  readonly participants?: readonly NewParticipant[];
}

/** A SID is 34 characters long, whatever follows it in a name. */
const SID_LENGTH = 34;

function channelIn(uniqueName: string | null | undefined): string | null {
  const start = uniqueName?.slice(0, SID_LENGTH) ?? '';
  return isSid(start, 'CH') ? start : null;
}

/** Refuses dates that have passed: such a session would be over before anybody could use it. */
export function refusePastExpiry(dateExpiry: number | null | undefined, now: number): void {
  if (dateExpiry && dateExpiry <= now) throw invalidParameter('DateExpiry', 'it is not in the future');
}

function newRow(tx: Transaction, service: ProxyServiceRow, given: NewSession): ProxySessionRow {
  const status = given.status ?? 'open';
  const isClosed = status === 'closed';
  const lifetime = { ttl: given.ttl ?? service.default_ttl, fixedEnd: given.dateExpiry ?? null };
  return {
    sid: newSid('KC'),
    account_sid: service.account_sid,
    service_sid: service.sid,
    unique_name: given.uniqueName ?? null,
    channel_sid: channelIn(given.uniqueName),
    status,
    closed_reason: isClosed ? 'api' : null,
    mode: given.mode ?? 'voice-and-message',
    ...endColumns(lifetime, tx.now),
    participants_count: given.participants?.length ?? 0,
    date_started: status === 'in-progress' ? tx.now : null,
    date_ended: isClosed ? tx.now : null,
    end_mark: null,
    date_last_interaction: null,
    waiting: 0,
    date_created: tx.now,
    date_updated: tx.now,
  };
}

function refuseUnusableParticipants(given: NewSession): void {
  const participants = given.participants ?? [];
  if (participants.length === 0) return;
  if (given.status === 'closed') throw apiError(80607);
  if (new Set(participants.map(({ identifier }) => identifier)).size < participants.length) {
    throw apiError(80103);
  }
  if (participants.length > LARGEST_SESSION) throw apiError(80609);
}

/** Names stay taken when their session is closed; the refusal tells which session has the name. */
async function refuseTakenName(tx: Transaction, row: ProxySessionRow): Promise<never> {
  const holder = await tx.db
    .selectFrom('proxy_sessions')
    .select(['sid', 'status'])
    .where('account_sid', '=', row.account_sid)
    .where('service_sid', '=', row.service_sid)
    .where('unique_name', '=', row.unique_name)
    .executeTakeFirst();
  const details = { sessionSid: holder?.sid ?? null, sessionStatus: holder?.status ?? null };
  throw apiError(80603, undefined, details);
}

/**
 * Creates a session, with its participants when they are given: all of it or nothing (Twilio: "Session
 * resource"). 80603 when the unique name is taken in the service, by a closed session too; 80609 for more than two
 * participants; 409/80604 when a pair is in another open session; further refusals as told at
 * `placeParticipants`.
 */
export async function createSession(
  tx: Transaction,
  hooks: ProxyHooks,
  given: NewSession,
): Promise<ProxySessionRow> {
  refusePastExpiry(given.dateExpiry, tx.now);
  refuseUnusableParticipants(given);
  const service = await requireService(tx.db, given.accountSid, given.serviceSid);
  const row = newRow(tx, service, given);
  const session = await tx.db
    .insertInto('proxy_sessions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (session === undefined) return refuseTakenName(tx, row);
  await placeParticipants(tx, service, session, given.participants ?? [], [], hooks);
  if (session.expires_at !== null) await setExpiryTimer(tx, session);
  appendEvent(tx, { type: 'session.created', ...sessionFacts(session) });
  return session;
}

/** Removes a session with its participants and interactions, and frees its pairs and its name. 404/20404 when there is none. */
export async function removeSession(tx: Transaction, place: SessionPlace): Promise<void> {
  const session = await tx.db
    .deleteFrom('proxy_sessions')
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .returningAll()
    .executeTakeFirst();
  if (session === undefined) throw notFound(`/Services/${place.serviceSid}/Sessions/${place.sid}`);
  await tx.db.deleteFrom('proxy_participants').where('session_sid', '=', session.sid).execute();
  await tx.db.deleteFrom('proxy_interactions').where('session_sid', '=', session.sid).execute();
  await forgetWaiting(tx, session);
  await cancelTimer(tx, EXPIRY_TIMER, session.sid);
  appendEvent(tx, { type: 'session.removed', ...sessionFacts(session) });
}

/** What waited to pass through the session has nowhere to go any more. */
async function forgetWaiting(tx: Transaction, { account_sid, sid }: ProxySessionRow): Promise<void> {
  await tx.db
    .deleteFrom('proxy_waiting')
    .where('account_sid', '=', account_sid)
    .where('queue', '=', sid)
    .execute();
}
