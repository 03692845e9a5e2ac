// Posting: the hot path. A whole run of posts takes the same few statements as one.
import { CompiledQuery } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import { type ApiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';

/** A message about to be posted. */
export interface NewMessage {
  readonly accountSid: string;
  readonly threadSid: string;
  /** When given, the thread must belong to this service. */
  readonly serviceSid?: string;
  readonly author: string;
  readonly body: string | null;
  readonly attributes?: string | null | undefined;
  readonly lastUpdatedBy?: string | null | undefined;
  readonly dateCreated?: number | null | undefined;
  readonly dateUpdated?: number | null | undefined;
  /** The carrier message the text came in with. */
  readonly inboundMessageSid?: string | null;
}

interface ThreadPlace {
  readonly sid: string;
  readonly account_sid: string;
  readonly service_sid: string;
  next_index: number;
}

/** How many messages go to a thread, and by which service its posts name it (empty for none). */
interface Wish {
  readonly thread: string;
  readonly account: string;
  readonly service: string;
  readonly amount: number;
}

const MOVE_COUNTERS = `UPDATE threads SET next_index = next_index + posted.amount,
      messages_count = messages_count + posted.amount`;
const OF_WISHED_THREADS = `FROM posted WHERE threads.sid = posted.thread AND threads.account_sid = posted.account
      AND (posted.service = '' OR posted.service = threads.service_sid)
    RETURNING threads.sid, threads.account_sid, threads.service_sid, threads.next_index`;

const RESERVE_ON_POSTGRES = `WITH posted AS (
      SELECT * FROM json_to_recordset($2) AS wish(thread varchar, account varchar, service varchar, amount bigint))
    ${MOVE_COUNTERS}, date_updated = $1 ${OF_WISHED_THREADS}`;
const RESERVE_ON_SQLITE = `WITH posted AS (
      SELECT value ->> 'thread' AS thread, value ->> 'account' AS account, value ->> 'service' AS service,
        value ->> 'amount' AS amount FROM json_each(?2))
    ${MOVE_COUNTERS}, date_updated = ?1 ${OF_WISHED_THREADS}`;

/** One statement that moves the counters of several threads and tells their new values. */
function reserve(tx: Transaction, wishes: readonly Wish[]): CompiledQuery {
  const text = tx.dialect === 'postgres' ? RESERVE_ON_POSTGRES : RESERVE_ON_SQLITE;
  return CompiledQuery.raw(text, [tx.now, JSON.stringify(wishes)]);
}

/** What posts that take their indexes together have in common. */
function placeKey(accountSid: string, threadSid: string, serviceSid: string | undefined): string {
  return `${accountSid}${threadSid}${serviceSid ?? ''}`;
}

/** Takes as many indexes from each thread as messages want to go there. */
async function reserveIndexes(
  tx: Transaction,
  posts: readonly NewMessage[],
): Promise<Map<string, ThreadPlace>> {
  const amounts = new Map<string, { post: NewMessage; amount: number }>();
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
  const { rows } = await tx.db.executeQuery(reserve(tx, wishes) as CompiledQuery<ThreadPlace>);
  const moved = new Map(rows.map((row) => [placeKey(row.account_sid, row.sid, undefined), row]));
  const places = new Map<string, ThreadPlace>();
  for (const [key, { post, amount }] of amounts) {
    const row = moved.get(placeKey(post.accountSid, post.threadSid, undefined));
    const isMeant = post.serviceSid === undefined || post.serviceSid === row?.service_sid;
    if (row === undefined || !isMeant) continue;
    row.next_index -= amount;
    places.set(key, row);
  }
  return places;
}

/** What became of one post. */
export type PostOutcome = MessageRow | ApiError;

/**
 * Posts messages in the order given. Indexes are gapless in each thread because they are taken and used in one
 * transaction. A post to a thread its account does not have is refused alone (404/20404).
 * Either all posts name their service or none does.
 */
export async function postMessages(tx: Transaction, posts: readonly NewMessage[]): Promise<PostOutcome[]> {
  const places = await reserveIndexes(tx, posts);
  const written: MessageRow[] = [];
  const outcomes = posts.map((post): PostOutcome => {
    const place = places.get(placeKey(post.accountSid, post.threadSid, post.serviceSid));
    if (place === undefined) return notFound(`/Channels/${post.threadSid}`);
    const row = messageRow(tx, post, place);
    written.push(row);
    appendEvent(tx, {
      type: 'message.added',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: {
        serviceSid: row.service_sid,
        threadSid: row.thread_sid,
        index: row.message_index,
        author: row.author,
        body: row.body,
        inboundMessageSid: post.inboundMessageSid ?? null,
      },
    });
    return row;
  });
  await insertRows(tx, 'messages', written as unknown as Record<string, string | number | null>[]);
  return outcomes;
}

function messageRow(tx: Transaction, post: NewMessage, place: ThreadPlace): MessageRow {
  const index = place.next_index;
  place.next_index += 1;
  return {
    sid: newSid('IM'),
    account_sid: post.accountSid,
    service_sid: place.service_sid,
    thread_sid: place.sid,
    message_index: index,
    author: post.author,
    body: post.body,
    attributes: post.attributes ?? '{}',
    last_updated_by: post.lastUpdatedBy ?? null,
    was_edited: 0,
    date_created: post.dateCreated ?? tx.now,
    date_updated: post.dateUpdated ?? tx.now,
  };
}

/** Posts one message; 404/20404 when the account has no such thread. */
export async function postMessage(tx: Transaction, post: NewMessage): Promise<MessageRow> {
  const [outcome] = await postMessages(tx, [post]);
  if (outcome instanceof Error) throw outcome;
  return outcome!;
}
