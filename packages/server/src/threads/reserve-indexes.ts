// Taking indexes: one statement moves every thread that is posted to, and says what it was moved to.
import { CompiledQuery } from 'kysely';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import { setThreadTimers, stateChanged, type ThreadTimes } from './thread-states.ts';

/** Where a message is to go. */
interface Post {
  readonly accountSid: string;
  readonly threadSid: string;
  readonly serviceSid?: string;
}

/** A thread as posts find it, and the index the next message gets. */
export interface ThreadPlace extends ThreadTimes {
  readonly account_sid: string;
  readonly service_sid: string;
  readonly woken_by: string | null;
  next_index: number;
}

/** How many messages go to a thread, and by which service its posts name it (empty for none). */
interface Wish {
  readonly thread: string;
  readonly account: string;
  readonly service: string;
  readonly amount: number;
}

/**
 * A post moves the counters, makes an inactive thread active and lets its timers run anew. `woken_by` says whose
 * post it was that woke it, so that of two that come together one tells of it.
 */
const MOVE_THREAD = (now: string, mark: string) => `UPDATE threads
    SET next_index = next_index + posted.amount, messages_count = messages_count + posted.amount,
      state = CASE WHEN state = 'inactive' THEN 'active' ELSE state END,
      state_changed_at = CASE WHEN state = 'inactive' THEN ${now} ELSE state_changed_at END,
      woken_by = CASE WHEN state = 'inactive' THEN ${mark} ELSE woken_by END,
      inactive_at = ${now} + inactive_after, closed_at = ${now} + closed_after, date_updated = ${now}`;
/** `held` names a further part of the statement, with the threads that are locked already. */
const ofWishedThreads = (
  held = '',
) => `FROM posted${held && `, ${held}`} WHERE ${held && `threads.sid = ${held}.held_sid AND `}threads.sid = posted.thread AND threads.account_sid = posted.account
      AND (posted.service = '' OR posted.service = threads.service_sid) AND threads.state <> 'closed'
    RETURNING threads.sid, threads.account_sid, threads.service_sid, threads.next_index, threads.woken_by,
      threads.inactive_at, threads.closed_at`;

/**
 * On PostgreSQL the log stands in the order of transaction numbers, and an UPDATE takes its number before it waits for
 * a row that another transaction holds. A lock taken first waits without one: so messages stand in the log in the
 * order of their indexes, whichever processes post them.
 */
const RESERVE_ON_POSTGRES = `WITH posted AS (
      SELECT * FROM json_to_recordset($2) AS wish(thread varchar, account varchar, service varchar, amount bigint)),
    held AS MATERIALIZED (
      SELECT threads.sid AS held_sid FROM threads WHERE threads.sid IN (SELECT thread FROM posted)
      ORDER BY threads.sid FOR NO KEY UPDATE)
    ${MOVE_THREAD('$1::bigint', '$3::text')} ${ofWishedThreads('held')}`;
const RESERVE_ON_SQLITE = `WITH posted AS (
      SELECT value ->> 'thread' AS thread, value ->> 'account' AS account, value ->> 'service' AS service,
        value ->> 'amount' AS amount FROM json_each(?2))
    ${MOVE_THREAD('?1', '?3')} ${ofWishedThreads()}`;

/** One statement that moves several threads on and tells their new values. */
function reserve(tx: Transaction, wishes: readonly Wish[], mark: string): CompiledQuery {
  const text = tx.dialect === 'postgres' ? RESERVE_ON_POSTGRES : RESERVE_ON_SQLITE;
  return CompiledQuery.raw(text, [tx.now, JSON.stringify(wishes), mark]);
}

/** What posts that take their indexes together have in common. */
function placeKey(accountSid: string, threadSid: string, serviceSid: string | undefined): string {
  return `${accountSid}${threadSid}${serviceSid ?? ''}`;
}

/**
 * Takes as many indexes from each thread as messages want to go there. The answer names the thread of a post, or
 * undefined where the post is refused.
 */
export async function reserveIndexes(
  tx: Transaction,
  posts: readonly Post[],
): Promise<(post: Post) => ThreadPlace | undefined> {
  const amounts = new Map<string, { post: Post; amount: number }>();
  for (const post of posts) {
    const key = placeKey(post.accountSid, post.threadSid, post.serviceSid);
    const entry = amounts.get(key);
    if (entry === undefined) amounts.set(key, { post, amount: 1 });
    else entry.amount += 1;
  }
  const wishes = [...amounts.values()].map(({ post, amount }) => ({
    thread: post.threadSid,
    account: post.accountSid,
    service: post.serviceSid ?? '',
    amount,
  }));
  const mark = newSid('EV');
  const { rows } = await tx.db.executeQuery(reserve(tx, wishes, mark) as CompiledQuery<ThreadPlace>);
  await tellWoken(
    tx,
    rows.filter((row) => row.woken_by === mark),
  );
  const moved = new Map(rows.map((row) => [placeKey(row.account_sid, row.sid, undefined), row]));
  const places = new Map<string, ThreadPlace>();
  for (const [key, { post, amount }] of amounts) {
    const row = moved.get(placeKey(post.accountSid, post.threadSid, undefined));
    const isMeant = post.serviceSid === undefined || post.serviceSid === row?.service_sid;
    if (row === undefined || !isMeant) continue;
    row.next_index -= amount;
    places.set(key, row);
  }
  return (post) => places.get(placeKey(post.accountSid, post.threadSid, post.serviceSid));
}

/** Inactive threads that are active again: their timer to inactive has fired and is set anew. */
async function tellWoken(tx: Transaction, woken: readonly ThreadPlace[]): Promise<void> {
  if (woken.length === 0) return;
  await setThreadTimers(tx, woken);
  for (const thread of woken) await stateChanged(tx, { ...thread, state: 'active' }, 'inactive', 'EVENT');
}

/** Which of the threads that took no post are closed; the others are not there for their account or service. */
export async function closedAmong(tx: Transaction, posts: readonly Post[]): Promise<Set<string>> {
  const sids = [...new Set(posts.map(({ threadSid }) => threadSid))];
  const rows = await tx.db
    .selectFrom('threads')
    .select(['sid', 'account_sid', 'service_sid'])
    .where('sid', 'in', sids)
    .where('state', '=', 'closed')
    .execute();
  const isMeant = (row: (typeof rows)[number], post: Post) =>
    row.sid === post.threadSid &&
    row.account_sid === post.accountSid &&
    (post.serviceSid === undefined || post.serviceSid === row.service_sid);
  return new Set(
    posts.filter((post) => rows.some((row) => isMeant(row, post))).map(({ threadSid }) => threadSid),
  );
}
