// Where a user is in and where he may join: his threads and his invites, as one list.
import { sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { ParticipantRow, UserRow } from '#storage/schema/threads.ts';
import { listUserThreads } from './user-threads.ts';

/** A thread as a user stands to it. */
export interface UserPlace {
  /** SID of the participant or of the invite, by which lists are ordered. */
  readonly sid: string;
  readonly account_sid: string;
  readonly service_sid: string;
  readonly thread_sid: string;
  readonly user_sid: string;
  /** Null where he is only invited. */
  readonly participant_sid: string | null;
  readonly status: 'joined' | 'invited';
  readonly last_read_index: number | null;
  readonly unread_messages_count: number | null;
  readonly notification_level: ParticipantRow['notification_level'];
}

/** The threads of a user and those he is invited to, as a query that can be paged. */
export function listUserPlaces(db: Reader, user: UserRow) {
  const joined = db
    .selectFrom(listUserThreads(db, user).as('joined'))
    .select([
      'joined.sid',
      'joined.account_sid',
      'joined.service_sid',
      'joined.thread_sid',
      'joined.user_sid',
      sql<string | null>`joined.sid`.as('participant_sid'),
      sql<UserPlace['status']>`'joined'`.as('status'),
      'joined.last_read_index',
      'joined.unread_messages_count',
      'joined.notification_level',
    ]);
  const invited = db
    .selectFrom('invites')
    .select([
      'invites.sid',
      'invites.account_sid',
      'invites.service_sid',
      'invites.thread_sid',
      sql<string>`${user.sid}`.as('user_sid'),
      sql<string | null>`NULL`.as('participant_sid'),
      sql<UserPlace['status']>`'invited'`.as('status'),
      sql<number | null>`NULL`.as('last_read_index'),
      sql<number | null>`NULL`.as('unread_messages_count'),
      sql<ParticipantRow['notification_level']>`'default'`.as('notification_level'),
    ])
    .where('invites.account_sid', '=', user.account_sid)
    .where('invites.service_sid', '=', user.service_sid)
    .where('invites.identity', '=', user.identity);
  return db.selectFrom(joined.unionAll(invited).as('place')).selectAll();
}

/** How a user stands to one thread; undefined when he is neither in it nor invited. */
export function findUserPlace(db: Reader, user: UserRow, threadSid: string): Promise<UserPlace | undefined> {
  return listUserPlaces(db, user).where('thread_sid', '=', threadSid).executeTakeFirst();
}
