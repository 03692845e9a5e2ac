// What the objects show, read from the database: each kind in one statement, however many are wanted.
import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type {
  DeliveryCounts,
  MessageRow,
  ParticipantRow,
  ThreadRow,
  UserRow,
} from '#storage/schema/threads.ts';
import { deliveryOf, settingsOf } from '#threads/threads.ts';

/** A thread with its last message. */
export interface ThreadNow {
  readonly thread: ThreadRow;
  /** `at` in milliseconds since the epoch. */
  readonly lastMessage: { readonly index: number; readonly at: number } | null;
}

/** A participant, and the user who takes part; null for people who are reached by an address. */
export interface ParticipantNow {
  readonly participant: ParticipantRow;
  readonly userSid: string | null;
}

/** How a user stands to a thread. */
export interface PlaceNow {
  readonly threadSid: string;
  readonly identity: string;
  readonly status: 'joined' | 'invited';
  readonly lastReadIndex: number | null;
  readonly notificationLevel: ParticipantRow['notification_level'];
  /** Milliseconds since the epoch. */
  readonly dateCreated: number;
  readonly dateUpdated: number;
}

/** A user, and whether his service shows who is online. */
export interface UserNow {
  readonly user: UserRow;
  readonly isReachabilityShown: boolean;
}

/** A user by what he is called in his service. */
export interface UserName {
  readonly serviceSid: string;
  readonly identity: string;
}

/** A user and a thread he may be in. */
export interface PlaceName {
  readonly threadSid: string;
  readonly identity: string;
}

/** Threads as they are now, by SID. */
export async function threadsNow(
  db: Reader,
  sids: readonly string[],
): Promise<ReadonlyMap<string, ThreadNow>> {
  if (sids.length === 0) return new Map();
  const rows = await db
    .selectFrom('threads')
    .leftJoin('messages as last', (join) =>
      join.onRef('last.thread_sid', '=', 'threads.sid').on('last.message_index', '=', (eb) =>
        eb
          .selectFrom('messages')
          .select(({ fn }) => fn.max('messages.message_index').as('index'))
          .whereRef('messages.thread_sid', '=', 'threads.sid'),
      ),
    )
    .selectAll('threads')
    .select(['last.message_index as last_index', 'last.date_created as last_at'])
    .where('threads.sid', 'in', sids)
    .execute();
  return new Map(
    rows.map(({ last_index: index, last_at: at, ...thread }) => [
      thread.sid,
      { thread, lastMessage: index === null || at === null ? null : { index, at } },
    ]),
  );
}

/** Messages as they are now, by SID, and the counts of the receipts of those that are asked for. */
export async function messagesNow(
  db: Reader,
  sids: readonly string[],
  withReceipts: readonly string[],
): Promise<{
  readonly rows: ReadonlyMap<string, MessageRow>;
  readonly delivery: ReadonlyMap<string, DeliveryCounts>;
}> {
  if (sids.length === 0) return { rows: new Map(), delivery: new Map() };
  const rows = await db.selectFrom('messages').selectAll().where('sid', 'in', sids).execute();
  return {
    rows: new Map(rows.map((row) => [row.sid, row])),
    delivery: await deliveryOf(db, withReceipts),
  };
}

/** Participants with the users they are, as a query. */
export function selectParticipants(db: Reader) {
  return db
    .selectFrom('participants')
    .leftJoin('users', (join) =>
      join
        .onRef('users.service_sid', '=', 'participants.service_sid')
        .onRef('users.identity', '=', 'participants.identity'),
    )
    .selectAll('participants')
    .select('users.sid as user_sid');
}

/** A row of `selectParticipants`. */
export function participantNow({
  user_sid: userSid,
  ...participant
}: ParticipantRow & { user_sid: string | null }): ParticipantNow {
  return { participant, userSid };
}

/** Participants as they are now, by SID. */
export async function participantsNow(
  db: Reader,
  sids: readonly string[],
): Promise<ReadonlyMap<string, ParticipantNow>> {
  if (sids.length === 0) return new Map();
  const rows = await selectParticipants(db).where('participants.sid', 'in', sids).execute();
  return new Map(rows.map((row) => [row.sid, participantNow(row)]));
}

/** The place of somebody who is in a thread. */
export function placeOfParticipant(row: ParticipantRow & { identity: string }): PlaceNow {
  return {
    threadSid: row.thread_sid,
    identity: row.identity,
    status: 'joined',
    lastReadIndex: row.last_read_index,
    notificationLevel: row.notification_level,
    dateCreated: row.date_created,
    dateUpdated: row.date_updated,
  };
}

/** The place of somebody who is only invited. */
export function placeOfInvite(row: {
  thread_sid: string;
  identity: string;
  date_created: number;
  date_updated: number;
}): PlaceNow {
  return {
    threadSid: row.thread_sid,
    identity: row.identity,
    status: 'invited',
    lastReadIndex: null,
    notificationLevel: 'default',
    dateCreated: row.date_created,
    dateUpdated: row.date_updated,
  };
}

/** The name of a place in maps. */
export function placeKey({ threadSid, identity }: PlaceName): string {
  return `${threadSid}${identity}`;
}

/** Pairs as a table `wanted` to join with; an index that begins with both columns finds each. */
function wanted(pairs: readonly (readonly [string, string])[]): RawBuilder<unknown> {
  const rows = pairs.map(([first, second]) => sql`(${first}, ${second})`);
  return sql`WITH wanted (scope, member) AS (VALUES ${sql.join(rows)})`;
}

/** How users stand to threads now, by `placeKey`; who is neither in one nor invited is not there. */
export async function placesNow(
  db: Reader,
  names: readonly PlaceName[],
): Promise<ReadonlyMap<string, PlaceNow>> {
  if (names.length === 0) return new Map();
  const pairs = wanted(names.map(({ threadSid, identity }) => [threadSid, identity]));
  const { rows: invited } = await sql<Parameters<typeof placeOfInvite>[0]>`${pairs}
    SELECT invites.thread_sid, invites.identity, invites.date_created, invites.date_updated
    FROM wanted JOIN invites ON invites.thread_sid = scope AND invites.identity = member`.execute(db);
  const { rows: joined } = await sql<ParticipantRow & { identity: string }>`${pairs}
    SELECT participants.* FROM wanted
    JOIN participants ON participants.thread_sid = scope AND participants.identity = member`.execute(db);
  const places = [...invited.map(placeOfInvite), ...joined.map(placeOfParticipant)];
  return new Map(places.map((place) => [placeKey(place), place]));
}

/** SIDs of users, by service and identity (`userKey`). */
export async function userSids(db: Reader, names: readonly UserName[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const pairs = wanted(names.map(({ serviceSid, identity }) => [serviceSid, identity]));
  const { rows } = await sql<Pick<UserRow, 'sid' | 'service_sid' | 'identity'>>`${pairs}
    SELECT users.sid, users.service_sid, users.identity FROM wanted
    JOIN users ON users.service_sid = scope AND users.identity = member`.execute(db);
  return new Map(
    rows.map((row) => [userKey({ serviceSid: row.service_sid, identity: row.identity }), row.sid]),
  );
}

/** The name of a user in maps. */
export function userKey({ serviceSid, identity }: UserName): string {
  return `${serviceSid}${identity}`;
}

/** Users as they are now, by SID. */
export async function usersNow(db: Reader, sids: readonly string[]): Promise<ReadonlyMap<string, UserNow>> {
  if (sids.length === 0) return new Map();
  const users = await db.selectFrom('users').selectAll().where('sid', 'in', sids).execute();
  const serviceSids = [...new Set(users.map(({ service_sid }) => service_sid)), ''];
  const services = await db.selectFrom('chat_services').selectAll().where('sid', 'in', serviceSids).execute();
  const showing = new Set(
    services.filter((row) => settingsOf(row).reachabilityEnabled).map(({ sid }) => sid),
  );
  return new Map(
    users.map((user) => [user.sid, { user, isReachabilityShown: showing.has(user.service_sid) }]),
  );
}
