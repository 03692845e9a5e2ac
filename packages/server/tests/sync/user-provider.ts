// A small source of derived objects: the users of a chat service as a map, and each user as a document.
import type { StoredEvent } from '#events/event-types.ts';
import { logNumber, readLogAfter, settledNumber } from '#events/log-number.ts';
import type { PlacedEvent } from '#events/read-log.ts';
import type { ItemQuery, SyncData, SyncEvent, SyncObject, SyncProvider } from '#realtime/realtime.ts';
import type { Database } from '#storage/database.ts';
import type { UserRow } from '#storage/schema/threads.ts';

type UserEvent = PlacedEvent & StoredEvent<'user.added' | 'user.updated' | 'user.removed'>;

const TYPES = ['user.added', 'user.updated', 'user.removed'] as const;
const MAP_NAME = 'users';
const MOST_REPLAYED = 1_000;

const mapSid = (serviceSid: string) => `MP${serviceSid.slice(2)}`;
const documentSid = (userSid: string) => `ET${userSid.slice(2)}`;

function dataOf(user: UserRow): SyncData {
  return { identity: user.identity, friendlyName: user.friendly_name };
}

/** What the map and the document of a user have to tell of an event, given what the user is now. */
function told(event: UserEvent, now: UserRow | undefined): { map: SyncEvent; document: SyncEvent } {
  const id = logNumber(event);
  const common = { id, at: event.at, revision: String(id) };
  const place = event.data.identity;
  if (now === undefined) {
    return {
      map: { ...common, change: 'item_removed', place, data: {} },
      document: { ...common, change: 'removed' },
    };
  }
  const change = event.type === 'user.added' ? 'item_added' : 'item_updated';
  const data = dataOf(now);
  return {
    map: { ...common, change, place, data, itemRevision: String(id), dateExpires: null },
    document: { ...common, change: 'updated', data },
  };
}

/** Users of chat services as Sync objects; `users` names the map of the viewer's service. */
export function userObjects(database: () => Database): SyncProvider {
  const users = () => database().read.selectFrom('users').selectAll();

  const present = async (events: readonly UserEvent[]) => {
    const sids = [...new Set(events.map(({ subjectSid }) => subjectSid)), ''];
    const rows = await users().where('sid', 'in', sids).execute();
    return new Map(rows.map((row) => [row.sid, row]));
  };

  const tellAll = async (events: readonly UserEvent[], isWanted: (sid: string) => boolean) => {
    const now = await present(events);
    const pushes = new Map<string, SyncEvent[]>();
    for (const event of events) {
      const { map, document } = told(event, now.get(event.subjectSid));
      for (const [sid, tells] of [
        [mapSid(event.data.serviceSid), map],
        [documentSid(event.subjectSid), document],
      ] as const) {
        if (isWanted(sid)) pushes.set(sid, [...(pushes.get(sid) ?? []), tells]);
      }
    }
    return pushes;
  };

  const frame = (sid: string, lastEventId: number) => ({
    sid,
    revision: String(lastEventId),
    lastEventId,
    hasContext: false,
    dateCreated: 0,
    dateUpdated: 0,
    dateExpires: null,
  });

  return {
    handles: TYPES,

    async open(viewer, kind, name): Promise<SyncObject | null> {
      const lastEventId = await settledNumber(database());
      if (kind === 'map' && (name === MAP_NAME || name === mapSid(viewer.serviceSid))) {
        return { ...frame(mapSid(viewer.serviceSid), lastEventId), kind, uniqueName: MAP_NAME, data: null };
      }
      if (kind !== 'document') return null;
      const user = await users()
        .where('account_sid', '=', viewer.accountSid)
        .where('service_sid', '=', viewer.serviceSid)
        .where((eb) => eb.or([eb('sid', '=', `US${name.slice(2)}`), eb('identity', '=', name)]))
        .executeTakeFirst();
      if (user === undefined) return null;
      return {
        ...frame(documentSid(user.sid), lastEventId),
        kind,
        uniqueName: user.identity,
        data: dataOf(user),
      };
    },

    async items(viewer, _object, query: ItemQuery) {
      const lastEventId = await settledNumber(database());
      const rows = await users().where('service_sid', '=', viewer.serviceSid).orderBy('identity').execute();
      const wanted = rows.filter(({ identity }) => query.only === null || identity === query.only);
      return {
        items: wanted.map((user) => ({
          ...frame('', lastEventId),
          place: user.identity,
          data: dataOf(user),
        })),
        isMoreBefore: false,
        isMoreAfter: false,
      };
    },

    async replay(viewer, requests) {
      const upTo = await settledNumber(database());
      const known = requests.filter(
        ({ sid, kind }) => kind === 'document' || sid === mapSid(viewer.serviceSid),
      );
      const afters = known.map(({ after }) => after ?? upTo);
      const events = await readLogAfter(database(), Math.min(upTo, ...afters), TYPES, MOST_REPLAYED);
      const pushes = await tellAll(events as UserEvent[], (sid) => known.some((one) => one.sid === sid));
      return known.map(({ sid, after }) => ({
        sid,
        events: (pushes.get(sid) ?? []).filter(({ id }) => id > (after ?? upTo)),
        upTo: Math.max(upTo, pushes.get(sid)?.at(-1)?.id ?? 0),
        isWhole: true,
      }));
    },

    async changes(events, watched) {
      const pushes = await tellAll(events as UserEvent[], (sid) => watched.has(sid));
      return [...pushes].map(([sid, tells]) => ({ sid, events: tells }));
    },
  };
}
