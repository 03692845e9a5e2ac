// One step of a bulk: a few recipients, each a call of its own, in the transaction that takes them off the list.
import { sql } from 'kysely';
import { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { OutboundBulkItemRow, OutboundBulkRow } from '#storage/schema/outbound.ts';
import { SILENT_ORIGIN } from '#threads/threads.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { wantsWholeRetry } from '../attempt.ts';
import { startConversation } from '../conversations/commands.ts';
import type { CommonWish, Wish } from '../conversations/wish.ts';
import { BULK_TIMER, recordBulk } from './commands.ts';
import type { Recipient } from './input.ts';
import { batchOf, reserveTurn } from './pace.ts';

const QUIET_HOURS = 99101;
const BROKEN = 20500;

/** What a recipient is written to with: their own words before those of all. */
function wishOf(bulk: OutboundBulkRow, item: OutboundBulkItemRow): Wish {
  const common = JSON.parse(bulk.settings) as CommonWish;
  const own = JSON.parse(item.recipient) as Recipient;
  return {
    ...common,
    to: own.To,
    from: own.From ?? common.from,
    senderPolicy: own.From ? null : common.senderPolicy,
    customerName: own.CustomerName ?? common.customerName,
    body: own.Body ?? common.body,
    contentVariables: own.ContentVariables ?? common.contentVariables,
    routing: { ...common.routing, attributes: own.Attributes ?? common.routing.attributes },
  };
}

type Change = Partial<OutboundBulkItemRow>;

/** What is left of a refusal. A recipient who sleeps is written to later. */
function afterRefusal(error: ApiError): Change {
  const until = error.details?.['until'];
  if (error.code === QUIET_HOURS && typeof until === 'string') return { due_at: Date.parse(until) };
  return {
    state: 'refused',
    error_code: error.code,
    error_message: error.message,
    error_details: error.details === undefined ? null : JSON.stringify(error.details),
  };
}

/** Writes to one recipient; what goes wrong is theirs alone. */
async function writeTo(tx: Transaction, bulk: OutboundBulkRow, item: OutboundBulkItemRow): Promise<Change> {
  try {
    const caller = { accountSid: bulk.account_sid, origin: SILENT_ORIGIN, bulkSid: bulk.sid };
    const { sid } = await startConversation(tx, caller, wishOf(bulk, item));
    return { state: 'sent', outbound_sid: sid };
  } catch (error) {
    if (error instanceof ApiError) return afterRefusal(error);
    if (wantsWholeRetry(error)) throw error;
    return { state: 'failed', error_code: BROKEN, error_message: 'Something failed inside the server' };
  }
}

async function takeItems(tx: Transaction, bulkSid: string, limit: number): Promise<OutboundBulkItemRow[]> {
  return tx.db
    .selectFrom('outbound_bulk_items')
    .selectAll()
    .where('bulk_sid', '=', bulkSid)
    .where('state', '=', 'queued')
    .where('due_at', '<=', tx.now)
    .orderBy('position')
    .limit(limit)
    .execute();
}

/** When the first recipient who is left may be written to; null when none is left. */
async function nextDue(tx: Transaction, bulkSid: string): Promise<number | null> {
  const next = await tx.db
    .selectFrom('outbound_bulk_items')
    .select('due_at')
    .where('bulk_sid', '=', bulkSid)
    // No parameter, so that the index of those who are left serves the question.
    .where(sql<boolean>`state = 'queued'`)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return next?.due_at ?? null;
}

/** Writes to the next recipients, and says to how many. */
async function step(tx: Transaction, bulk: OutboundBulkRow): Promise<number> {
  let sent = 0;
  for (const item of await takeItems(tx, bulk.sid, batchOf(bulk.per_second))) {
    const change = await writeTo(tx, bulk, item);
    if (change.state === 'sent') sent += 1;
    await tx.db
      .updateTable('outbound_bulk_items')
      .set({ ...change, date_updated: tx.now })
      .where('sid', '=', item.sid)
      .where('state', '=', 'queued')
      .execute();
  }
  return sent;
}

async function complete(tx: Transaction, bulk: OutboundBulkRow): Promise<void> {
  const completed = await tx.db
    .updateTable('outbound_bulks')
    .set({ state: 'completed', date_completed: tx.now, date_updated: tx.now })
    .where('sid', '=', bulk.sid)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();
  if (completed !== undefined) recordBulk(tx, completed);
}

/** Waits for a time of the sender that is the bulk's own. */
async function awaitTurn(tx: Transaction, bulk: OutboundBulkRow, turn: number): Promise<void> {
  await setTimer(tx, { kind: BULK_TIMER, subject: bulk.sid, dueAt: Math.max(turn, tx.now), data: { turn } });
}

const reserve = (tx: Transaction, bulk: OutboundBulkRow) =>
  reserveTurn(tx, bulk.account_sid, bulk.sender, bulk.per_second);

/**
 * Goes on with a bulk when its sender has time for it. The bulk is held while it does, so that it is paused and canceled
 * between two steps; a process that dies leaves the step undone and the timer where it was.
 */
export const runBulk: TimerHandler = async (tx, { subject, data }) => {
  const bulk = await tx.db
    .updateTable('outbound_bulks')
    .set({ date_updated: tx.now })
    .where('sid', '=', subject)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();
  if (bulk === undefined) return;
  const turn = typeof data['turn'] === 'number' ? data['turn'] : await reserve(tx, bulk);
  if (turn > tx.now) return awaitTurn(tx, bulk, turn);
  const sent = await step(tx, bulk);
  const due = await nextDue(tx, bulk.sid);
  if (due === null) return complete(tx, bulk);
  if (due > tx.now) return setTimer(tx, { kind: BULK_TIMER, subject, dueAt: due });
  // A turn in which nothing was sent is still there.
  await awaitTurn(tx, bulk, sent === 0 ? turn : await reserve(tx, bulk));
};
