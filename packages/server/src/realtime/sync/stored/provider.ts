// The objects clients made, as a source of Sync objects.
import type { StoredEvent } from '#events/event-types.ts';
import type { PlacedEvent } from '#events/read-log.ts';
import { apiError } from '#kernel/errors.ts';
import type { Database } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import type { SyncEvent, SyncViewer } from '../objects.ts';
import type { ObjectPush, Replay, ReplayRefusal, ReplayRequest, SyncProvider, Watched } from '../provider.ts';
import { NOT_FOUND } from '../refusals.ts';
import { readAccess, refuseUnpermitted } from './access.ts';
import { accessPushes } from './access-pushes.ts';
import { findObject, objectOf } from './find-object.ts';
import { type EventsFrom, readEvents } from './read-events.ts';
import { readItems } from './read-items.ts';

/** Events replayed to one request at most; the client asks again for the rest. */
const MOST_REPLAYED = 2_000;
/** Events pushed after one reading of the log at most read at once. */
const MOST_PUSHED = 100_000;

type ObjectEvent = StoredEvent<'sync-object.changed' | 'sync-object.removed'>;

function isObjectEvent(event: PlacedEvent): event is PlacedEvent & ObjectEvent {
  return event.type === 'sync-object.changed' || event.type === 'sync-object.removed';
}

/**
 * Events of an object are counted without a gap, so one that is missing has been forgotten. A document is then told
 * as it is now; of a list or map nobody can tell which items have gone, so the client has to open it again. So has
 * one that knows events which never were: its object is from another time of the database.
 */
function replayOf(
  row: SyncObjectRow,
  after: number,
  events: readonly SyncEvent[],
  isWhole: boolean,
): Replay | ReplayRefusal {
  const isForgotten = events.length > 0 ? events[0]!.id !== after + 1 : isWhole && after < row.last_event_id;
  const isUnheardOf = after > row.last_event_id;
  if (!isForgotten && !isUnheardOf) {
    return { sid: row.sid, events, upTo: events.at(-1)?.id ?? after, isWhole };
  }
  if (isUnheardOf || row.kind !== 'document') {
    return { sid: row.sid, refusal: apiError(NOT_FOUND[row.kind]) };
  }
  const now: SyncEvent = {
    id: row.last_event_id,
    at: row.date_updated,
    change: 'updated',
    revision: String(row.last_event_id),
    data: JSON.parse(row.data ?? '{}'),
  };
  return { sid: row.sid, events: [now], upTo: row.last_event_id, isWhole: true };
}

/** The objects that clients and programs made. */
export function storedObjects(database: Database): SyncProvider {
  const db = database.read;

  const readable = async (viewer: SyncViewer, requests: readonly ReplayRequest[]) => {
    const rows = await db
      .selectFrom('sync_objects')
      .selectAll()
      .where('account_sid', '=', viewer.accountSid)
      .where('service_sid', '=', viewer.serviceSid)
      .where(
        'sid',
        'in',
        requests.map(({ sid }) => sid),
      )
      .execute();
    const kinds = new Map(requests.map(({ sid, kind }) => [sid, kind]));
    const found = rows.filter(({ sid, kind }) => kinds.get(sid) === kind);
    const permits = await readAccess(db, viewer.grant, found, [viewer.identity], 'read');
    return found.map((row) => ({ row, isPermitted: permits(row, viewer.identity) }));
  };

  return {
    handles: ['sync-object.changed', 'sync-object.removed', 'sync-access.changed'],

    async open(viewer, kind, name) {
      const { accountSid, serviceSid } = viewer;
      const row = await findObject(db, { accountSid, serviceSid, kind, name });
      if (row === undefined) return null;
      await refuseUnpermitted(db, viewer, row, 'read');
      return objectOf(row);
    },

    items: (_viewer, object, query) => readItems(db, object, query),

    async context(_viewer, object) {
      const row = await db
        .selectFrom('sync_objects')
        .select('context')
        .where('sid', '=', object.sid)
        .executeTakeFirst();
      if (row === undefined) throw apiError(NOT_FOUND[object.kind]);
      // A list's first event tells its context: a client that has read it here must still take that event for news.
      return { data: JSON.parse(row.context ?? '{}'), lastEventId: 0 };
    },

    async replay(viewer, requests) {
      const found = await readable(viewer, requests);
      const afters = new Map(requests.map(({ sid, after }) => [sid, after]));
      const wanted: EventsFrom[] = found.flatMap(({ row, isPermitted }) => {
        const after = afters.get(row.sid) ?? null;
        return isPermitted && after !== null && after < row.last_event_id ? [{ sid: row.sid, after }] : [];
      });
      const { events, isWhole } = await readEvents(db, wanted, MOST_REPLAYED);
      const lastRead = [...events.keys()].at(-1) ?? '';
      return found.map(({ row, isPermitted }) => {
        if (!isPermitted) return { sid: row.sid, refusal: apiError(54007) };
        const after = afters.get(row.sid) ?? row.last_event_id;
        const told = events.get(row.sid);
        const isRead = isWhole || after >= row.last_event_id || (told !== undefined && row.sid !== lastRead);
        return replayOf(row, after, told ?? [], isRead);
      });
    },

    async changes(events, watched) {
      const objectEvents = events.filter(isObjectEvent).filter(({ subjectSid }) => watched.has(subjectSid));
      const pushes = await changePushes(objectEvents, watched);
      const questions = events.filter(({ type }) => type === 'sync-access.changed');
      return [...pushes, ...(await accessPushes(db, questions, watched))];
    },
  };

  async function changePushes(
    heard: readonly ObjectEvent[],
    watched: Watched,
  ): Promise<readonly ObjectPush[]> {
    const changed = heard.filter(({ type }) => type === 'sync-object.changed');
    const firsts = new Map<string, number>();
    for (const { subjectSid: sid, data } of changed) {
      firsts.set(sid, Math.min(firsts.get(sid) ?? watched.sentUpTo(sid), data.eventId - 1));
    }
    const wanted = [...firsts].map(([sid, after]) => ({ sid, after }));
    const { events } = await readEvents(db, wanted, MOST_PUSHED);
    return [
      ...[...events].map(([sid, told]) => ({ sid, events: told })),
      ...heard
        .filter(({ type }) => type === 'sync-object.removed')
        .map(({ subjectSid: sid, data, at }) => ({
          sid,
          events: [{ id: data.eventId, at, change: 'removed' } as const],
        })),
    ];
  }
}
