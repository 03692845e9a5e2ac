// Changing a session: its end, and its way between open, in progress and closed.
import { appendEvent } from '#events/event-log.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow, SessionStatus } from '#storage/schema/proxy.ts';
import { refusePastExpiry } from './commands.ts';
import { setExpiryTimer } from './expiry.ts';
import { sessionFacts } from './facts.ts';
import type { SessionPlace } from './find.ts';
import { endColumns } from './lifetime.ts';
import { closeSession, takePairsAgain } from './status.ts';

/** What a caller may change of a session; what is left out stays. */
export interface SessionChange {
  readonly status?: SessionStatus | undefined;
  /** Seconds; 0 is unlimited. */
  readonly ttl?: number | undefined;
  /** A date, or null to fall back on the time to live. */
  readonly dateExpiry?: number | null | undefined;
}

/** The session, held against everybody else until this transaction ends. */
async function holdSession(tx: Transaction, place: SessionPlace): Promise<ProxySessionRow> {
  const session = await tx.db
    .updateTable('proxy_sessions')
    .set({ date_updated: tx.now })
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .returningAll()
    .executeTakeFirst();
  if (session === undefined) throw notFound(`/Services/${place.serviceSid}/Sessions/${place.sid}`);
  return session;
}

/** What a status asked for does to a session: nothing, or one of the three ways there are; 80608 otherwise. */
function transitionOf(
  from: SessionStatus,
  to: SessionStatus | undefined,
): 'none' | 'start' | 'reopen' | 'close' {
  if (to === undefined || to === from) return 'none';
  if (to === 'closed') return 'close';
  if (to === 'in-progress') return from === 'closed' ? 'reopen' : 'start';
  throw apiError(80608);
}

/** A date that has passed no longer ends a session that is opened again. */
function lifetimeOf(tx: Transaction, session: ProxySessionRow, change: SessionChange) {
  const fixed = session.is_expiry_fixed === 1 ? session.expires_at : null;
  const kept = fixed !== null && fixed <= tx.now ? null : fixed;
  return {
    ttl: change.ttl ?? session.ttl,
    fixedEnd: change.dateExpiry === undefined ? kept : change.dateExpiry,
  };
}

/**
 * Changes a session (Twilio: "Session resource"). Only a closed session is opened again, and only as `in-progress`
 * (80608); not while a pair of it is in another open session (80801). Closing it gives the reason `api`.
 */
export async function updateSession(
  tx: Transaction,
  place: SessionPlace,
  change: SessionChange,
): Promise<ProxySessionRow> {
  refusePastExpiry(change.dateExpiry, tx.now);
  const session = await holdSession(tx, place);
  const transition = transitionOf(session.status, change.status);
  if (transition === 'reopen') await takePairsAgain(tx, session);
  const hasNewEnd = transition === 'reopen' || change.ttl !== undefined || change.dateExpiry !== undefined;
  const countsFrom =
    transition === 'reopen' ? tx.now : (session.date_last_interaction ?? session.date_created);
  const started = transition === 'start' || transition === 'reopen';
  const updated = await tx.db
    .updateTable('proxy_sessions')
    .set({
      date_updated: tx.now,
      ...(hasNewEnd ? endColumns(lifetimeOf(tx, session, change), countsFrom) : {}),
      ...(started
        ? {
            status: 'in-progress' as const,
            closed_reason: null,
            date_ended: null,
            date_started: session.date_started ?? tx.now,
          }
        : {}),
    })
    .where('sid', '=', session.sid)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (transition === 'close') return closed(tx, updated);
  if (hasNewEnd) await setExpiryTimer(tx, updated);
  appendEvent(tx, { type: 'session.updated', ...sessionFacts(updated) });
  return updated;
}

async function closed(tx: Transaction, session: ProxySessionRow): Promise<ProxySessionRow> {
  await closeSession(tx, { accountSid: session.account_sid, sessionSid: session.sid, reason: 'api' });
  return { ...session, status: 'closed', closed_reason: 'api', date_ended: tx.now };
}
