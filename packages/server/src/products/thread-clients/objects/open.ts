// Opening objects: which of them a name or SID means, and whether the viewer may see it.
import { settledNumber } from '#events/log-number.ts';
import { apiError } from '#kernel/errors.ts';
import type { SyncKind, SyncObject, SyncViewer } from '#realtime/realtime.ts';
import type { Database } from '#storage/database.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { maySee, readAccess, type ThreadAccess } from './access.ts';
import { conversationData } from './data.ts';
import { type NamedObject, objectSid, type Shown, shownByName, uniqueNameOf } from './names.ts';
import { userUpTo } from './numbers.ts';
import { placeKey, threadsNow } from './rows.ts';

const KINDS: Readonly<Record<Shown, SyncKind>> = {
  conversation: 'document',
  messages: 'list',
  participants: 'map',
  userInfo: 'map',
  myConversations: 'map',
};

/** What an object shows, and whether the viewer may see it; null when it is nothing of his service. */
export type Found =
  | { readonly shown: Shown; readonly access: ThreadAccess; readonly isSeen: boolean }
  | { readonly shown: Shown; readonly user: UserRow; readonly isSeen: boolean };

/** Whether an object shows a user, or else a thread. */
export function isOfUser(shown: Shown): boolean {
  return shown === 'userInfo' || shown === 'myConversations';
}

/** Finds what objects show, each by the first of its meanings that there is. */
export async function findShown(
  database: Database,
  viewer: SyncViewer,
  named: readonly { readonly kind: SyncKind; readonly meanings: readonly NamedObject[] }[],
): Promise<readonly (Found | null)[]> {
  if (viewer.grant !== 'chat') return named.map(() => null);
  const possible = named.map(({ kind, meanings }) => meanings.filter(({ shown }) => KINDS[shown] === kind));
  const all = possible.flat();
  const sidsOf = (some: readonly NamedObject[]) => [...new Set(some.map(({ of }) => of))];
  const threadSids = sidsOf(all.filter(({ shown }) => !isOfUser(shown)));
  const userSids = sidsOf(all.filter(({ shown }) => isOfUser(shown)));
  const { identity } = viewer;
  const access = await readAccess(
    database.read,
    threadSids.map((threadSid) => ({ threadSid, identity })),
  );
  const users = await usersOf(database, viewer, userSids);
  const find = ({ shown, of }: NamedObject): Found[] => {
    const user = users.get(of);
    if (user !== undefined && isOfUser(shown)) {
      return [{ shown, user, isSeen: shown === 'userInfo' || user.identity === identity }];
    }
    const known = access.get(placeKey({ threadSid: of, identity }));
    const isOurs =
      known?.thread.account_sid === viewer.accountSid && known.thread.service_sid === viewer.serviceSid;
    return known !== undefined && isOurs ? [{ shown, access: known, isSeen: maySee(known, shown) }] : [];
  };
  return possible.map((meanings) => meanings.flatMap(find)[0] ?? null);
}

async function usersOf(
  database: Database,
  { accountSid, serviceSid }: SyncViewer,
  sids: readonly string[],
): Promise<ReadonlyMap<string, UserRow>> {
  if (sids.length === 0) return new Map();
  const rows = await database.read
    .selectFrom('users')
    .selectAll()
    .where('sid', 'in', sids)
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', serviceSid)
    .execute();
  return new Map(rows.map((row) => [row.sid, row]));
}

/** The object of this SID or unique name; null when there is none for this viewer, 403/54007 when he may not see it. */
export async function openShown(
  database: Database,
  viewer: SyncViewer,
  kind: SyncKind,
  name: string,
): Promise<SyncObject | null> {
  const meanings = shownByName(name);
  if (meanings.length === 0) return null;
  const number = await settledNumber(database);
  const [found] = await findShown(database, viewer, [{ kind, meanings }]);
  if (found === null || found === undefined) return null;
  if (!found.isSeen) throw apiError(54007);
  const row = 'user' in found ? found.user : found.access.thread;
  const lastEventId = found.shown === 'userInfo' ? userUpTo(number) : number;
  const object = {
    sid: objectSid(found.shown, row.sid),
    kind,
    uniqueName: uniqueNameOf(found.shown, row.sid),
    revision: String(lastEventId),
    lastEventId,
    data: null,
    hasContext: false,
    dateCreated: row.date_created,
    dateUpdated: row.date_updated,
    dateExpires: null,
  };
  if (found.shown !== 'conversation') return object;
  const thread = (await threadsNow(database.read, [row.sid])).get(row.sid);
  return thread === undefined ? null : { ...object, data: conversationData(thread) };
}
