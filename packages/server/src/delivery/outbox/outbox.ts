// The outbox: what must still leave. Written with the message, emptied with the record of what became of it.
import { sql } from 'kysely';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, OutboxRow } from '#storage/schema/delivery.ts';
import { LEASE_MS } from './retry-policy.ts';

/** The signal of a commit that put something into the outbox. */
export const OUTBOX_SIGNAL = 'outbox';

/** Sender and recipient of a message. */
type Route = Pick<CarrierMessageRow, 'account_sid' | 'from_address' | 'to_address'>;

/** Sender and recipient as one text; messages of a pair leave in order. */
function pairOf(route: Route): string {
  return `${route.account_sid} ${route.from_address} ${route.to_address}`;
}

/** A message that is to leave within the time given. */
export interface Leaving {
  readonly message: CarrierMessageRow;
  readonly validityMs: number;
}

/** Puts messages into the outbox; the send loop hears of them once the transaction is committed. */
export async function putIntoOutbox(tx: Transaction, leaving: readonly Leaving[]): Promise<void> {
  if (leaving.length === 0) return;
  await insertRows(
    tx,
    'outbox',
    leaving.map(({ message, validityMs }) => ({
      message_sid: message.sid,
      account_sid: message.account_sid,
      pair: pairOf(message),
      due_at: tx.now,
      expires_at: tx.now + validityMs,
      attempts: 0,
      lease: null,
    })),
  );
  tx.signal(OUTBOX_SIGNAL);
}

/**
 * Takes messages that are due, oldest first, and holds them under the lease. A message waits while an older one
 * between the same addresses is on its way or due later, so that a pair's messages leave in order whoever takes
 * them. A lease whose time has passed is a message that is due again.
 */
export async function takeDue(tx: Transaction, lease: string, limit: number): Promise<OutboxRow[]> {
  // Two loops that looked at once could take a message each of the same pair.
  await tx.db.updateTable('outbox_turns').set({ taken_at: tx.now }).where('name', '=', 'send').execute();
  const taken = await tx.db
    .updateTable('outbox')
    .set({ due_at: tx.now + LEASE_MS, attempts: sql<number>`attempts + 1`, lease })
    .where('message_sid', 'in', (choose) =>
      choose
        .selectFrom('outbox as waiting')
        .select('waiting.message_sid')
        .where('waiting.due_at', '<=', tx.now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox as older')
                .select('older.message_sid')
                .whereRef('older.pair', '=', 'waiting.pair')
                .whereRef('older.message_sid', '<', 'waiting.message_sid')
                .whereRef('older.due_at', '>', 'waiting.due_at'),
            ),
          ),
        )
        .orderBy('waiting.due_at')
        .orderBy('waiting.message_sid')
        .limit(limit),
    )
    .returningAll()
    .execute();
  return taken.sort((a, b) => (a.message_sid < b.message_sid ? -1 : 1));
}

/** Takes messages out of the outbox for good. */
export async function leaveOutbox(tx: Transaction, messageSids: readonly string[]): Promise<void> {
  if (messageSids.length === 0) return;
  await tx.db.deleteFrom('outbox').where('message_sid', 'in', messageSids).execute();
}

/**
 * Gives messages back until `dueAt`, and lets those behind them wait as long. One that may not wait that long is due
 * when its time is over, so that it is given up then and not later. `isAttempt` is false for what was only held back.
 */
export async function postpone(
  tx: Transaction,
  lease: string,
  messages: readonly OutboxRow[],
  dueAt: number,
  isAttempt = true,
): Promise<void> {
  const messageSids = messages.map((message) => message.message_sid);
  const orExpired = sql<number>`CASE WHEN expires_at < ${dueAt} THEN expires_at ELSE ${dueAt} END`;
  await tx.db
    .updateTable('outbox')
    .set({ due_at: orExpired, lease: null, ...(isAttempt ? {} : { attempts: sql<number>`attempts - 1` }) })
    .where('message_sid', 'in', messageSids)
    .where('lease', '=', lease)
    .execute();
  await tx.db
    .updateTable('outbox')
    .set({ due_at: orExpired })
    .where('pair', 'in', [...new Set(messages.map((message) => message.pair))])
    .where('due_at', '<', dueAt)
    .where('lease', 'is', null)
    .execute();
}

/** Takes back what waits between these addresses and is not on its way; returns the SIDs of the messages. */
export async function cancelWaiting(tx: Transaction, routes: readonly Route[]): Promise<string[]> {
  if (routes.length === 0) return [];
  const canceled = await tx.db
    .deleteFrom('outbox')
    .where('pair', 'in', routes.map(pairOf))
    .where((row) => row.or([row('lease', 'is', null), row('due_at', '<=', tx.now)]))
    .returning('message_sid')
    .execute();
  return canceled.map((row) => row.message_sid).sort();
}

/** Takes one message back when it is not on its way; false when it is, or has left. */
export async function cancelOne(tx: Transaction, messageSid: string): Promise<boolean> {
  const canceled = await tx.db
    .deleteFrom('outbox')
    .where('message_sid', '=', messageSid)
    .where('lease', 'is', null)
    .returning('message_sid')
    .executeTakeFirst();
  return canceled !== undefined;
}

/** When the first message is due, of those due after `after` when it is given; null when there is none. */
export async function firstDue(db: Reader, after = -1): Promise<number | null> {
  const row = await db
    .selectFrom('outbox')
    .select('due_at')
    .where('due_at', '>', after)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at ?? null;
}

/**
 * Makes everything that was on its way due again. Only for a process that knows it is alone: what an earlier one
 * had taken when it died leaves at once instead of when its lease ends.
 */
export async function releaseLeases(tx: Transaction): Promise<void> {
  await tx.db
    .updateTable('outbox')
    .set({ due_at: tx.now, lease: null })
    .where('lease', 'is not', null)
    .execute();
}
