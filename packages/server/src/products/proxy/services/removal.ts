// Removing a service with everything in it, including what was being written while it was removed.
import { appendEvent } from '#events/event-log.ts';
import { notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import { cancelTimers, setTimer, type TimerHandler } from '#timers/timers.ts';
import { sessionFacts } from '../sessions/facts.ts';
import { EXPIRY_TIMER } from '../sessions/lifetime.ts';

/** The timer that looks for rows a removed service has left behind. */
export const SWEEP_TIMER = 'proxy-service-sweep';
/** Databases limit the parameters of a statement. */
const SIDS_A_STATEMENT = 500;
/** No request is under way for longer. */
const SWEEP_DELAY_MS = 60_000;

/**
 * Removes a service, its pool, its sessions and their interactions. Open sessions end with it, as at Twilio.
 * 404/20404 when there is none.
 */
export async function removeService(tx: Transaction, accountSid: string, serviceSid: string): Promise<void> {
  const removed = await tx.db
    .deleteFrom('proxy_services')
    .where('sid', '=', serviceSid)
    .where('account_sid', '=', accountSid)
    .returning('sid')
    .executeTakeFirst();
  if (removed === undefined) throw notFound(`/Services/${serviceSid}`);
  await tellOfOpenSessions(tx, serviceSid);
  await removeContents(tx, serviceSid);
  // A request that had read the service before may still write into it after this commit.
  await setTimer(tx, { kind: SWEEP_TIMER, subject: serviceSid, dueAt: tx.now + SWEEP_DELAY_MS });
}

/** Whoever follows sessions hears of those that ended with their service. */
async function tellOfOpenSessions(tx: Transaction, serviceSid: string): Promise<void> {
  const open = await tx.db
    .selectFrom('proxy_sessions')
    .select(['sid', 'account_sid', 'service_sid', 'unique_name', 'closed_reason', 'expires_at'])
    .where('service_sid', '=', serviceSid)
    .where('status', 'in', ['open', 'in-progress'])
    .execute();
  for (const session of open) appendEvent(tx, { type: 'session.removed', ...sessionFacts(session) });
  const timed = open.filter(({ expires_at }) => expires_at !== null).map(({ sid }) => sid);
  for (let at = 0; at < timed.length; at += SIDS_A_STATEMENT) {
    await cancelTimers(tx, EXPIRY_TIMER, timed.slice(at, at + SIDS_A_STATEMENT));
  }
}

async function removeContents(tx: Transaction, serviceSid: string): Promise<void> {
  const tables = [
    'proxy_sessions',
    'proxy_participants',
    'proxy_interactions',
    'proxy_phone_numbers',
    'proxy_strangers',
    'proxy_waiting',
  ] as const;
  for (const table of tables) await tx.db.deleteFrom(table).where('service_sid', '=', serviceSid).execute();
}

/** Removes what slipped into a service while it was being removed. */
export const sweepService: TimerHandler = async (tx, { subject }) => removeContents(tx, subject);
