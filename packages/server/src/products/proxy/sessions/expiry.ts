// The timer that ends sessions.
import { sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import { cancelTimer, setTimer, type TimerHandler } from '#timers/timers.ts';
import { EXPIRY_TIMER } from './lifetime.ts';
import { endSession } from './status.ts';

/**
 * Sets the timer to the session's end, or takes it back. Interactions move the end without touching the timer:
 * when it fires too early it finds the new end and waits again.
 */
export async function setExpiryTimer(tx: Transaction, session: ProxySessionRow): Promise<void> {
  const isActive = session.status === 'open' || session.status === 'in-progress';
  if (isActive && session.expires_at !== null) {
    await setTimer(tx, { kind: EXPIRY_TIMER, subject: session.sid, dueAt: session.expires_at });
  } else {
    await cancelTimer(tx, EXPIRY_TIMER, session.sid);
  }
}

/** Ends the session when its time has come. The reason tells a date (`expired`) from a time to live (`ttl`). */
export const expireSession: TimerHandler = async (tx, { subject }) => {
  const reason = sql<string>`CASE WHEN is_expiry_fixed = 1 THEN 'expired' ELSE 'ttl' END`;
  const ended = await endSession(tx, reason, (query) =>
    query.where('sid', '=', subject).where('expires_at', '<=', tx.now),
  );
  if (ended !== undefined) return;
  const session = await tx.db
    .selectFrom('proxy_sessions')
    .selectAll()
    .where('sid', '=', subject)
    .executeTakeFirst();
  if (session !== undefined) await setExpiryTimer(tx, session);
};
