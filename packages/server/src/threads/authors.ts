// Who of a thread's participants wrote a message: the one whose identity or address is its author.
import type { Reader } from '#storage/database.ts';
import { isOpen } from './open-threads.ts';

/** What is known of a message before its participant is. */
interface Authored {
  readonly accountSid: string;
  readonly threadSid: string;
  readonly author: string;
  readonly participantSid?: string | null | undefined;
}

/** Nobody can have this identity. */
const NOBODY = 'system';

const ADDRESS = /^(\+|[a-z]+:)/;

/**
 * Finds the authors among the participants of the threads, in at most two statements however many posts there are.
 * The answer names the participant of a post, or null when its author is none.
 */
export async function authorsOf(
  db: Reader,
  posts: readonly Authored[],
): Promise<(post: Authored) => string | null> {
  const unknown = posts.filter((post) => post.participantSid == null && post.author !== NOBODY);
  if (unknown.length === 0) return () => null;
  const found = new Map<string, string>();
  const threads = [...new Set(unknown.map(({ threadSid }) => threadSid))];
  const authors = [...new Set(unknown.map(({ author }) => author))];
  const byIdentity = await db
    .selectFrom('participants')
    .select(['sid', 'thread_sid', 'identity'])
    .where('thread_sid', 'in', threads)
    .where('identity', 'in', authors)
    .execute();
  for (const row of byIdentity) found.set(`${row.thread_sid} ${row.identity}`, row.sid);
  const addresses = authors.filter((author) => ADDRESS.test(author));
  if (addresses.length > 0) {
    const byAddress = await db
      .selectFrom('participants')
      .select(['sid', 'thread_sid', 'address'])
      .where('account_sid', 'in', [...new Set(unknown.map(({ accountSid }) => accountSid))])
      .where('address', 'in', addresses)
      .where('thread_sid', 'in', threads)
      .where(isOpen)
      .execute();
    for (const row of byAddress) found.set(`${row.thread_sid} ${row.address}`, row.sid);
  }
  return ({ threadSid, author }) => found.get(`${threadSid} ${author}`) ?? null;
}
