// Reads from the database what became of the messages it was sent.
import type { Reader } from '../packages/server/src/storage/database.ts';
import type { Ledger } from './control.ts';

/**
 * Counts all messages and finds channels in which an index is missing or was promised and not used. One
 * statement, so that a message that is committed meanwhile is either seen whole or not at all.
 */
export async function readLedger(db: Reader): Promise<Ledger> {
  const threads = await db
    .selectFrom('threads')
    .leftJoin(
      db
        .selectFrom('messages')
        .select(({ fn }) => [
          'thread_sid',
          fn.countAll<number>().as('messages'),
          fn.min('message_index').as('first'),
          fn.max('message_index').as('last'),
        ])
        .groupBy('thread_sid')
        .as('held'),
      'held.thread_sid',
      'threads.sid',
    )
    .select(['threads.sid', 'threads.next_index', 'held.messages', 'held.first', 'held.last'])
    .execute();
  // The index is unique in its thread, so first, last and count leave no room for a gap.
  const channelsWithGaps = threads.filter(({ next_index, messages, first, last }) => {
    if (messages === null) return next_index !== 0;
    return first !== 0 || last !== messages - 1 || next_index !== messages;
  });
  return {
    messages: threads.reduce((sum, { messages }) => sum + (messages ?? 0), 0),
    channelsWithGaps: channelsWithGaps.map(({ sid }) => sid),
  };
}
