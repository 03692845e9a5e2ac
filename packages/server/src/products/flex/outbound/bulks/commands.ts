// Making, pausing, resuming and canceling bulks.
import { appendEvent } from '#events/event-log.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { BulkItemState, BulkState, OutboundBulkRow } from '#storage/schema/outbound.ts';
import { cancelTimers, setTimer } from '#timers/timers.ts';
import type { CommonWish } from '../conversations/wish.ts';
import { spelledFor } from '../preflight/addresses.ts';
import type { BulkChange, Recipient } from './input.ts';

/** Kind of the timer by which a bulk goes on; its subject is the bulk. */
export const BULK_TIMER = 'outbound.bulk';

/** Messages a second when nothing is said. */
const USUAL_PACE = 10;
const ROWS_A_STATEMENT = 250;

/** A bulk about to be made. */
export interface NewBulk {
  readonly accountSid: string;
  readonly friendlyName: string | null;
  readonly common: CommonWish;
  readonly recipients: readonly Recipient[];
  readonly perSecond: number | null;
}

/** How many recipients of a bulk are in each state. */
export type Counts = Readonly<Record<BulkItemState, number>>;

/** A bulk with its progress. */
export interface BulkView extends OutboundBulkRow {
  readonly counts: Counts;
}

const NO_COUNTS: Counts = { queued: 0, sent: 0, refused: 0, failed: 0, canceled: 0 };

/** Bulks with their progress, all counted at once. */
export async function withCounts(db: Reader, bulks: readonly OutboundBulkRow[]): Promise<BulkView[]> {
  if (bulks.length === 0) return [];
  const rows = await db
    .selectFrom('outbound_bulk_items')
    .select((eb) => ['bulk_sid', 'state', eb.fn.countAll<number>().as('count')])
    .where(
      'bulk_sid',
      'in',
      bulks.map(({ sid }) => sid),
    )
    .groupBy(['bulk_sid', 'state'])
    .execute();
  return bulks.map((bulk) => {
    const own = rows.filter(({ bulk_sid }) => bulk_sid === bulk.sid);
    const counted = Object.fromEntries(own.map(({ state, count }) => [state, Number(count)]));
    return { ...bulk, counts: { ...NO_COUNTS, ...counted } };
  });
}

/** What the pace of a bulk is counted for: bulks from the same sender share it. */
function senderOf({ from, messagingServiceSid, channel }: CommonWish, sid: string): string {
  return from === null ? (messagingServiceSid ?? sid) : spelledFor(channel, from);
}

function refuseDuplicates(recipients: readonly Recipient[], { channel }: CommonWish): void {
  const seen = new Set<string>();
  for (const [position, { To }] of recipients.entries()) {
    const to = spelledFor(channel, To);
    if (seen.has(to)) throw invalidParameter('Recipients', `${position}.To: ${to} is in it twice`);
    seen.add(to);
  }
}

/** Tells of a bulk whose state has changed. */
export function recordBulk(tx: Transaction, bulk: OutboundBulkRow): void {
  const { account_sid: accountSid, sid: subjectSid, state } = bulk;
  appendEvent(tx, { type: 'outbound-bulk.updated', accountSid, subjectSid, data: { state } });
}

/** Makes a bulk, which begins at once. 400/20001 for a recipient who is named twice. */
export async function createBulk(tx: Transaction, given: NewBulk): Promise<BulkView> {
  const { accountSid, common, recipients } = given;
  refuseDuplicates(recipients, common);
  const sid = newSid('OL');
  const bulk: OutboundBulkRow = {
    sid,
    account_sid: accountSid,
    friendly_name: given.friendlyName,
    state: 'running',
    sender: senderOf(common, sid),
    per_second: given.perSecond ?? USUAL_PACE,
    total: recipients.length,
    settings: JSON.stringify(common),
    status_callback: common.statusCallback,
    date_completed: null,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('outbound_bulks').values(bulk).execute();
  const rows = recipients.map((recipient, position) => ({
    sid: newSid('OM'),
    account_sid: accountSid,
    bulk_sid: sid,
    position,
    to_address: spelledFor(common.channel, recipient.To),
    recipient: JSON.stringify(recipient),
    state: 'queued',
    due_at: tx.now,
    outbound_sid: null,
    error_code: null,
    error_message: null,
    error_details: null,
    date_created: tx.now,
    date_updated: tx.now,
  }));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    await insertRows(tx, 'outbound_bulk_items', rows.slice(at, at + ROWS_A_STATEMENT));
  }
  await setTimer(tx, { kind: BULK_TIMER, subject: sid, dueAt: tx.now });
  recordBulk(tx, bulk);
  return { ...bulk, counts: { ...NO_COUNTS, queued: rows.length } };
}

/** A bulk of the account with its progress. */
export async function findBulk(db: Reader, accountSid: string, sid: string): Promise<BulkView | undefined> {
  const bulk = await db
    .selectFrom('outbound_bulks')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return bulk === undefined ? undefined : (await withCounts(db, [bulk]))[0];
}

/** Which states a bulk can be brought into each state from. */
const BEFORE: Readonly<Record<'running' | 'paused' | 'canceled', readonly BulkState[]>> = {
  running: ['running', 'paused'],
  paused: ['running', 'paused'],
  canceled: ['running', 'paused', 'canceled'],
};

async function follow(tx: Transaction, bulk: OutboundBulkRow): Promise<void> {
  if (bulk.state === 'running') {
    return setTimer(tx, { kind: BULK_TIMER, subject: bulk.sid, dueAt: tx.now });
  }
  await cancelTimers(tx, BULK_TIMER, [bulk.sid]);
  if (bulk.state !== 'canceled') return;
  await tx.db
    .updateTable('outbound_bulk_items')
    .set({ state: 'canceled', date_updated: tx.now })
    .where('bulk_sid', '=', bulk.sid)
    .where('state', '=', 'queued')
    .execute();
}

/**
 * Changes a bulk: `paused` keeps what is left, `running` goes on with it, `canceled` gives it up. 409/20009 when the
 * bulk is over. A batch under way is finished first.
 */
export async function updateBulk(
  tx: Transaction,
  accountSid: string,
  sid: string,
  change: BulkChange,
): Promise<BulkView> {
  const { State: state, MessagesPerSecond: perSecond, FriendlyName: friendlyName } = change;
  const allowed = state ? BEFORE[state] : undefined;
  let query = tx.db
    .updateTable('outbound_bulks')
    .set({
      ...(state ? { state } : {}),
      ...(perSecond ? { per_second: perSecond } : {}),
      ...(friendlyName === undefined ? {} : { friendly_name: friendlyName }),
      date_updated: tx.now,
    })
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid);
  if (allowed !== undefined) query = query.where('state', 'in', allowed);
  const updated = await query.returningAll().executeTakeFirst();
  if (updated === undefined) {
    const present = await findBulk(tx.db, accountSid, sid);
    if (present === undefined) throw notFound(`/Bulks/${sid}`);
    throw apiError(20009, `The bulk is ${present.state}`, { parameter: 'State', state: present.state });
  }
  if (state) {
    await follow(tx, updated);
    recordBulk(tx, updated);
  }
  return (await withCounts(tx.db, [updated]))[0]!;
}
