// Who may see which object of a conversation.
import type { Reader } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { isAllowed } from '#threads/threads.ts';
import type { Shown } from './names.ts';
import { type PlaceName, type PlaceNow, placeKey, placesNow } from './rows.ts';

/** What one user may see of one thread. */
export interface ThreadAccess {
  readonly thread: ThreadRow;
  /** The document: whoever is in the thread or invited to it, and those it is open to. */
  readonly canRead: boolean;
  /** Messages and participants: only who is in the thread. */
  readonly canReadMessages: boolean;
}

/** Whether an object of the thread may be seen. */
export function maySee(access: ThreadAccess, shown: Shown): boolean {
  return shown === 'conversation' ? access.canRead : access.canReadMessages;
}

/** Permissions of the roles of users in the services of threads, by service and identity. */
async function permissionsOf(db: Reader, named: readonly { thread: ThreadRow; identity: string }[]) {
  if (named.length === 0) return () => [];
  const rows = await db
    .selectFrom('users')
    .innerJoin('roles', 'roles.sid', 'users.role_sid')
    .select(['users.service_sid', 'users.identity', 'roles.permissions'])
    .where('users.service_sid', 'in', [...new Set(named.map(({ thread }) => thread.service_sid))])
    .where('users.identity', 'in', [...new Set(named.map(({ identity }) => identity))])
    .execute();
  const known = new Map(rows.map((row) => [`${row.service_sid}${row.identity}`, row.permissions]));
  return (thread: ThreadRow, identity: string): readonly string[] =>
    JSON.parse(known.get(`${thread.service_sid}${identity}`) ?? '[]');
}

/** Whoever made a thread can come in, however private it is. */
function isOpenTo(thread: ThreadRow, identity: string): boolean {
  return thread.type === 'public' || thread.created_by === identity;
}

/** What users may see of threads, by `placeKey`; threads that are not there are left out. */
export async function readAccess(
  db: Reader,
  names: readonly PlaceName[],
): Promise<ReadonlyMap<string, ThreadAccess>> {
  if (names.length === 0) return new Map();
  const sids = [...new Set(names.map(({ threadSid }) => threadSid))];
  const rows = await db.selectFrom('threads').selectAll().where('sid', 'in', sids).execute();
  const threads = new Map(rows.map((row) => [row.sid, row]));
  const places = await placesNow(
    db,
    names.filter(({ threadSid }) => threads.has(threadSid)),
  );
  const standings = names.flatMap(({ threadSid, identity }) => {
    const thread = threads.get(threadSid);
    const place = places.get(placeKey({ threadSid, identity }));
    return thread === undefined ? [] : [{ thread, identity, place }];
  });
  const permissions = await permissionsOf(
    db,
    standings.filter(({ thread, identity, place }) => place === undefined && isOpenTo(thread, identity)),
  );
  return new Map(
    standings.map(({ thread, identity, place }) => [
      placeKey({ threadSid: thread.sid, identity }),
      accessOf(thread, place, isOpenTo(thread, identity), permissions(thread, identity)),
    ]),
  );
}

function accessOf(
  thread: ThreadRow,
  place: PlaceNow | undefined,
  isPublic: boolean,
  permissions: readonly string[],
): ThreadAccess {
  const context = {
    isParticipant: place?.status === 'joined',
    isInvited: place?.status === 'invited',
    isPublic,
  };
  return {
    thread,
    canRead: isAllowed(permissions, 'thread.read', context),
    canReadMessages: isAllowed(permissions, 'message.read', context),
  };
}
