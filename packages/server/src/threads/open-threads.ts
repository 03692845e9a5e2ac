// Only what is in an open thread can be changed: the end of a thread is final.
import { sql } from 'kysely';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';

/** A participant of an open thread. It is no parameter, so that the index of open bindings serves the question. */
export const isOpen = sql<boolean>`participants.is_open = 1`;

/** Refuses with 50377 when the thread is closed. */
export async function refuseClosed(tx: Transaction, threadSid: string): Promise<void> {
  const closed = await tx.db
    .selectFrom('threads')
    .select('sid')
    .where('sid', '=', threadSid)
    .where('state', '=', 'closed')
    .executeTakeFirst();
  if (closed !== undefined) throw apiError(50377);
}
