// Group texts: the same people are in one open group only, as an answer to it tells nothing but who sent it where.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { apiError } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';

/** Fewer make no group (page of 50435). */
const FEWEST_IN_GROUP = 3;

type Reached = Pick<ParticipantRow, 'address' | 'proxy_address' | 'projected_address'>;

/** No parameter, so that the index of participants with an address serves the question. */
const isReached = sql<boolean>`kind <> 'chat'`;

/**
 * What is the same for groups of the same people: theirs and our addresses, in any order. Null where people do not
 * make a group: somebody must be there by an address of his own alone.
 */
export function groupKey(people: readonly Reached[]): string | null {
  const isGroup = people.some(({ address, proxy_address }) => address !== null && proxy_address === null);
  const addresses = new Set(people.flatMap((one) => [one.address, one.proxy_address, one.projected_address]));
  addresses.delete(null);
  if (!isGroup || addresses.size < FEWEST_IN_GROUP) return null;
  return createHash('sha256')
    .update(JSON.stringify([...addresses].sort()))
    .digest('hex');
}

async function keyOf(db: Reader, threadSid: string): Promise<string | null> {
  const people = await db
    .selectFrom('participants')
    .select(['address', 'proxy_address', 'projected_address'])
    .where('thread_sid', '=', threadSid)
    .where(isReached)
    .execute();
  return groupKey(people);
}

/** Another open group of the same people. */
function otherGroup(db: Reader, thread: Pick<ThreadRow, 'sid' | 'account_sid'>, key: string) {
  return db
    .selectFrom('threads')
    .select(['sid', 'service_sid'])
    .where('account_sid', '=', thread.account_sid)
    .where('group_key', '=', key)
    .where('sid', '!=', thread.sid)
    .executeTakeFirst();
}

const waiting = new WeakMap<Transaction, Set<string>>();

/**
 * Sees to it, when the transaction has added or changed all the people it wants to, that they are in no other open
 * group together: 409/50438 names that one in its details. The index `uq_threads_group` decides between two at once.
 */
export function settleGroup(tx: Transaction, thread: Pick<ThreadRow, 'sid' | 'account_sid'>): void {
  const threads = waiting.get(tx) ?? new Set();
  if (threads.has(thread.sid)) return;
  waiting.set(tx, threads.add(thread.sid));
  tx.beforeCommit(async () => {
    const key = await keyOf(tx.db, thread.sid);
    const other = key === null ? undefined : await otherGroup(tx.db, thread, key);
    if (other !== undefined) {
      const details = { conversationSid: other.sid, chatServiceSid: other.service_sid };
      throw apiError(50438, undefined, details);
    }
    await writeKey(tx, thread.sid, key);
  });
}

/** The group of who is left; where the same people have another one already, this one makes no claim. */
export async function regroup(
  tx: Transaction,
  thread: Pick<ThreadRow, 'sid' | 'account_sid'>,
): Promise<void> {
  const key = await keyOf(tx.db, thread.sid);
  const other = key === null ? undefined : await otherGroup(tx.db, thread, key);
  await writeKey(tx, thread.sid, other === undefined ? key : null);
}

async function writeKey(tx: Transaction, threadSid: string, key: string | null): Promise<void> {
  const all = tx.db
    .updateTable('threads')
    .set({ group_key: key })
    .where('sid', '=', threadSid)
    .where('state', '!=', 'closed');
  await (key === null ? all.where('group_key', 'is not', null) : all).execute();
}
