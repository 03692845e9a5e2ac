// The threads a user is in, as the user sees them: his place in each, what he has read, what is new.
import { sql } from 'kysely';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ParticipantRow, ThreadRow, UserRow } from '#storage/schema/threads.ts';
import { updateParticipant } from './participants.ts';

/** A thread with the place of one user in it. `sid` is that of the participant, by which lists are ordered. */
export interface UserThread {
  readonly sid: string;
  readonly account_sid: string;
  readonly service_sid: string;
  readonly thread_sid: string;
  readonly user_sid: string;
  readonly last_read_index: number | null;
  readonly notification_level: ParticipantRow['notification_level'];
  /** Messages behind the read horizon; null where the user never read anything. */
  readonly unread_messages_count: number | null;
  readonly friendly_name: string | null;
  readonly unique_name: string | null;
  readonly attributes: string;
  readonly created_by: string;
  readonly state: ThreadRow['state'];
  readonly inactive_at: number | null;
  readonly closed_at: number | null;
  readonly date_created: number;
  readonly date_updated: number;
}

/**
 * Indexes tell how many messages are behind the horizon, unless some were deleted: only then are they counted, on the
 * shorter side of it, so that a long history costs little.
 */
const unread = sql<number | null>`CASE
  WHEN participants.last_read_index IS NULL THEN NULL
  WHEN threads.messages_count = threads.next_index THEN
    CASE WHEN threads.next_index > participants.last_read_index + 1
      THEN threads.next_index - 1 - participants.last_read_index ELSE 0 END
  WHEN participants.last_read_index < threads.next_index / 2 THEN threads.messages_count - (
    SELECT count(*) FROM messages
    WHERE messages.thread_sid = threads.sid AND messages.message_index <= participants.last_read_index)
  ELSE (SELECT count(*) FROM messages
    WHERE messages.thread_sid = threads.sid AND messages.message_index > participants.last_read_index)
  END`;

/** The threads of a user, as a query that can be paged in the order in which he came to them (`participants.sid`). */
export function listUserThreads(db: Reader, user: UserRow) {
  return db
    .selectFrom('participants')
    .innerJoin('threads', 'threads.sid', 'participants.thread_sid')
    .select([
      'participants.sid',
      'participants.account_sid',
      'participants.service_sid',
      'participants.thread_sid',
      'participants.last_read_index',
      'participants.notification_level',
      'threads.friendly_name',
      'threads.unique_name',
      'threads.attributes',
      'threads.created_by',
      'threads.state',
      'threads.inactive_at',
      'threads.closed_at',
      'threads.date_created',
      'threads.date_updated',
      sql<string>`${user.sid}`.as('user_sid'),
      unread.as('unread_messages_count'),
    ])
    .where('participants.account_sid', '=', user.account_sid)
    .where('participants.service_sid', '=', user.service_sid)
    .where('participants.identity', '=', user.identity);
}

/** One thread of a user; undefined when he is not in it. */
export function findUserThread(
  db: Reader,
  user: UserRow,
  threadSid: string,
): Promise<UserThread | undefined> {
  return listUserThreads(db, user).where('participants.thread_sid', '=', threadSid).executeTakeFirst();
}

/** What a user can change of his place in a thread; undefined is what was not said. */
export interface UserThreadChange {
  readonly notificationLevel?: ParticipantRow['notification_level'] | null | undefined;
  /** Index of the last message that was read; null forgets it. */
  readonly lastReadIndex?: number | null | undefined;
  /** Milliseconds since the epoch; the time of the request when only an index is said. */
  readonly lastReadAt?: number | null | undefined;
}

/** Changes the place of a user in a thread: what he has read, and whether he wants to be told of what is new. */
export function updateUserThread(
  tx: Transaction,
  participant: ParticipantRow,
  change: UserThreadChange,
): Promise<ParticipantRow> {
  const { notificationLevel, lastReadIndex, lastReadAt } = change;
  const horizon =
    lastReadIndex === undefined
      ? {}
      : { last_read_index: lastReadIndex, last_read_at: lastReadIndex === null ? null : tx.now };
  return updateParticipant(tx, participant, {
    ...(notificationLevel ? { notification_level: notificationLevel } : {}),
    ...horizon,
    ...(lastReadAt ? { last_read_at: lastReadAt } : {}),
  });
}
