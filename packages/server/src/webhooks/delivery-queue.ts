// The waiting deliveries: which may go next, and taking them under a lease.
import { sql } from 'kysely';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { type Lane, NOTICES } from './lanes.ts';

/** Written out, so that both databases see that the index over pending rows answers the query. */
const PENDING = sql.lit('pending' as const);

/** A delivery that was taken; `due_at` holds the end of its lease. */
export type TakenDelivery = WebhookDeliveryRow & { readonly due_at: number };

/** What a process has under way and how much more it may take. */
export interface Capacity {
  readonly free: number;
  readonly perHost: number;
  readonly underWay: ReadonlyMap<string, { readonly host: string }>;
}

function countByHost(underWay: Capacity['underWay']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { host } of underWay.values()) counts.set(host, (counts.get(host) ?? 0) + 1);
  return counts;
}

/** Due deliveries that no earlier one of the same object and URL waits before. */
async function candidates(
  db: Reader,
  lane: Lane,
  now: number,
  capacity: Capacity,
  fullHosts: readonly string[],
) {
  let query = db
    .selectFrom('webhook_deliveries as delivery')
    .select(['delivery.sid', 'delivery.host'])
    .where('delivery.status', '=', PENDING)
    .where('delivery.asker', lane === NOTICES ? 'is' : 'is not', null)
    .where('delivery.due_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhook_deliveries as earlier')
            .select('earlier.sid')
            .where('earlier.status', '=', PENDING)
            .whereRef('earlier.account_sid', '=', 'delivery.account_sid')
            .whereRef('earlier.subject_sid', '=', 'delivery.subject_sid')
            .whereRef('earlier.url', '=', 'delivery.url')
            .whereRef('earlier.sid', '<', 'delivery.sid'),
        ),
      ),
    );
  if (fullHosts.length > 0) query = query.where('delivery.host', 'not in', fullHosts);
  const found = await query
    .orderBy('delivery.due_at')
    .limit(capacity.free + capacity.underWay.size)
    .execute();
  // One that is under way can be among them when it outlived its lease.
  return found.filter(({ sid }) => !capacity.underWay.has(sid)).slice(0, capacity.free);
}

/**
 * Takes deliveries of a lane that are due, within the capacity. Another process that wants the same ones gets
 * none.
 */
export async function takeDue(
  database: Database,
  now: number,
  capacity: Capacity,
  lane: Lane = NOTICES,
): Promise<TakenDelivery[]> {
  const counts = countByHost(capacity.underWay);
  const fullHosts = [...counts].filter(([, count]) => count >= capacity.perHost).map(([host]) => host);
  const found = await candidates(database.read, lane, now, capacity, fullHosts);
  const chosen = found.filter(({ host }) => {
    const count = counts.get(host) ?? 0;
    counts.set(host, count + 1);
    return count < capacity.perHost;
  });
  if (chosen.length === 0) return [];
  const sids = chosen.map(({ sid }) => sid);
  const taken = await database.transaction((tx) =>
    tx.db
      .updateTable('webhook_deliveries')
      .set({ due_at: now + lane.leaseMs })
      .where('sid', 'in', sids)
      .where('status', '=', PENDING)
      .where('due_at', '<=', now)
      .returningAll()
      .execute(),
  );
  return taken as TakenDelivery[];
}

/** When the next delivery of a lane that is not due yet will be; null when there is none. */
export async function nextDueAt(db: Reader, now: number, lane: Lane): Promise<number | null> {
  const next = await db
    .selectFrom('webhook_deliveries')
    .select('due_at')
    .where('status', '=', PENDING)
    .where('asker', lane === NOTICES ? 'is' : 'is not', null)
    .where('due_at', '>', now)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return next?.due_at ?? null;
}

/**
 * Lets go of questions that a process took and did not finish. Only for a process that knows it is alone: what is
 * still held then belongs to one that died.
 */
export async function releaseQuestions(tx: Transaction): Promise<void> {
  await tx.db
    .updateTable('webhook_deliveries')
    .set({ due_at: tx.now })
    .where('status', '=', PENDING)
    .where('asker', 'is not', null)
    .execute();
}
