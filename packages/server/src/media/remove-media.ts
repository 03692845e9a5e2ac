// Forgetting attachments: their rows at once, their files afterwards, whatever happens in between.
import { sql } from 'kysely';
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { MessageMedia } from '#storage/schema/threads.ts';
import type { TimerHandler } from '#timers/timers.ts';
import { messageMedia } from './message-media.ts';

/** The signal of a commit that left files to be removed. */
export const REMOVAL_SIGNAL = 'media-removal';

/** Kind of the timer of a file nobody has sent yet; its subject is the file. */
export const UNUSED_TIMER = 'media.unused';

/** Which attachments: one, or all of messages, of threads or of a service. */
export type MediaChoice =
  | { readonly sid: string; readonly isUnused?: boolean }
  | { readonly unusedSids: readonly string[] }
  | { readonly messageSids: readonly string[] }
  | { readonly threadSids: readonly string[] }
  | { readonly serviceSid: string };

function isChosen(choice: MediaChoice) {
  if ('sid' in choice) {
    return choice.isUnused === true
      ? sql<boolean>`sid = ${choice.sid} AND message_sid IS NULL`
      : sql<boolean>`sid = ${choice.sid}`;
  }
  if ('unusedSids' in choice) {
    return sql<boolean>`sid IN (${sql.join(choice.unusedSids)}) AND message_sid IS NULL`;
  }
  if ('messageSids' in choice) return sql<boolean>`message_sid IN (${sql.join(choice.messageSids)})`;
  if ('threadSids' in choice) return sql<boolean>`thread_sid IN (${sql.join(choice.threadSids)})`;
  return sql<boolean>`service_sid = ${choice.serviceSid}`;
}

/**
 * Forgets attachments. Their files are removed once the transaction has committed, and again after a crash until they
 * are gone.
 */
export async function removeMediaOf(tx: Transaction, choice: MediaChoice): Promise<void> {
  const chosen = isChosen(choice);
  await tx.db
    .insertInto('media_removals')
    .columns(['media_sid', 'account_sid', 'store', 'due_at'])
    .expression((eb) =>
      eb
        .selectFrom('media')
        .select(['sid', 'account_sid', 'store', sql<number>`CAST(${tx.now} AS bigint)`.as('due_at')])
        .where(chosen),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx.db.deleteFrom('media').where(chosen).execute();
  tx.signal(REMOVAL_SIGNAL);
}

/** Attachments go with their message and with their thread. */
export const mediaRetention: Processor = {
  name: 'media-retention',
  handles: ['message.removed', 'thread.removed'],
  async concerns(_db, events) {
    return events.some((event) => event.type === 'thread.removed' || hadMedia(event));
  },
  async process(tx, events) {
    const messageSids = events.filter(hadMedia).map(({ subjectSid }) => subjectSid);
    const threadSids = events
      .filter(({ type }) => type === 'thread.removed')
      .map(({ subjectSid }) => subjectSid);
    if (messageSids.length > 0) await removeMediaOf(tx, { messageSids });
    if (threadSids.length > 0) await removeMediaOf(tx, { threadSids });
  },
};

function hadMedia(event: StoredEvent): boolean {
  return event.type === 'message.removed' && event.data.was.media !== null;
}

/** What was uploaded and never sent is removed. */
export const removeUnused: TimerHandler = (tx, { subject }) =>
  removeMediaOf(tx, { sid: subject, isUnused: true });

/** The attachments messages have now, in their order; a message without any is not in the answer. */
export async function currentMedia(
  db: Reader,
  messageSids: readonly string[],
): Promise<Map<string, readonly MessageMedia[]>> {
  if (messageSids.length === 0) return new Map();
  const rows = await db
    .selectFrom('media')
    .selectAll()
    .where('message_sid', 'in', messageSids)
    .orderBy('message_sid')
    .orderBy('position')
    .execute();
  const byMessage = Map.groupBy(rows, (row) => row.message_sid as string);
  return new Map([...byMessage].map(([sid, media]) => [sid, media.map(messageMedia)]));
}
