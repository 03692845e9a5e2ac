// What an interaction does to its session: it is in progress from then on, and its time to live starts again.
import { sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import { endAfterInteraction } from '../sessions/lifetime.ts';

/**
 * Marks sessions as used now and returns those that still were active, in one statement. Holding them keeps them
 * from being closed before the interaction is recorded.
 */
export async function keepAlive(tx: Transaction, sessionSids: readonly string[]): Promise<ProxySessionRow[]> {
  if (sessionSids.length === 0) return [];
  return tx.db
    .updateTable('proxy_sessions')
    .set({
      status: 'in-progress',
      date_started: sql<number>`coalesce(date_started, ${tx.now})`,
      date_last_interaction: tx.now,
      expires_at: endAfterInteraction(tx.now),
      date_updated: tx.now,
    })
    .where('sid', 'in', sessionSids)
    .where('status', 'in', ['open', 'in-progress'])
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', tx.now)]))
    .returningAll()
    .execute();
}
