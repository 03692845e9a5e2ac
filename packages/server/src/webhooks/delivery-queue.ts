// The waiting deliveries: which may go next, taking them under a lease, and writing down how they ended.
import { sql } from 'kysely';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import type { Outcome } from './outcome.ts';
import { isDelivered, isRetryable, retryDelay } from './retry-policy.ts';

/** After this long a delivery that was taken and never recorded is taken again: its process must have died. */
const LEASE_MS = 60_000;

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
async function candidates(db: Reader, now: number, capacity: Capacity, fullHosts: readonly string[]) {
  let query = db
    .selectFrom('webhook_deliveries as delivery')
    .select(['delivery.sid', 'delivery.host'])
    .where('delivery.status', '=', PENDING)
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

/** Takes deliveries that are due, within the capacity. Another process that wants the same ones gets none. */
export async function takeDue(database: Database, now: number, capacity: Capacity): Promise<TakenDelivery[]> {
  const counts = countByHost(capacity.underWay);
  const fullHosts = [...counts].filter(([, count]) => count >= capacity.perHost).map(([host]) => host);
  const found = await candidates(database.read, now, capacity, fullHosts);
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
      .set({ due_at: now + LEASE_MS })
      .where('sid', 'in', sids)
      .where('status', '=', PENDING)
      .where('due_at', '<=', now)
      .returningAll()
      .execute(),
  );
  return taken as TakenDelivery[];
}

/** When the next delivery that is not due yet will be; null when there is none. */
export async function nextDueAt(db: Reader, now: number): Promise<number | null> {
  const next = await db
    .selectFrom('webhook_deliveries')
    .select('due_at')
    .where('status', '=', PENDING)
    .where('due_at', '>', now)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return next?.due_at ?? null;
}

/** A number from 0 to 1 that is the delivery's own. */
function shareOf(sid: string): number {
  return Number.parseInt(sid.slice(-4), 16) / 0xffff;
}

function errorOf(outcome: Outcome): string | null {
  if (outcome.kind === 'stopped' || isDelivered(outcome)) return null;
  if (outcome.kind !== 'answered') return outcome.error;
  if (outcome.status >= 300 && outcome.status < 400) {
    return `The receiver answered ${outcome.status}; redirects are not followed`;
  }
  return `The receiver answered ${outcome.status}`;
}

/** What the row of a delivery says after an attempt ended so. */
export function rowAfter(taken: TakenDelivery, outcome: Outcome, now: number): Partial<WebhookDeliveryRow> {
  if (outcome.kind === 'stopped') return { due_at: now };
  const attempts = taken.attempts + 1;
  const isRetried = isRetryable(outcome) && attempts < taken.max_attempts;
  const asked = outcome.kind === 'answered' ? outcome.retryAfter : null;
  return {
    attempts,
    status: isDelivered(outcome) ? 'delivered' : isRetried ? 'pending' : 'failed',
    due_at: isRetried ? now + retryDelay(attempts, shareOf(taken.sid), asked) : null,
    response_status: outcome.kind === 'answered' ? outcome.status : null,
    response_body: outcome.kind === 'answered' ? outcome.body : null,
    error: errorOf(outcome),
    date_updated: now,
  };
}

/** Writes down how a taken delivery ended; nothing happens when its lease has passed to another process. */
export async function recordOutcome(tx: Transaction, taken: TakenDelivery, outcome: Outcome): Promise<void> {
  await tx.db
    .updateTable('webhook_deliveries')
    .set(rowAfter(taken, outcome, tx.now))
    .where('sid', '=', taken.sid)
    .where('status', '=', PENDING)
    .where('due_at', '=', taken.due_at)
    .execute();
}
