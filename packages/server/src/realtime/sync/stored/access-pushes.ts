// Ends the subscriptions of clients to objects that they may not read any more.
import type { PlacedEvent } from '#events/read-log.ts';
import type { Reader } from '#storage/database.ts';
import type { ObjectPush, Watched } from '../provider.ts';
import { readAccess } from './access.ts';

/** The objects a question of access is about, with the identities watching them. */
function concerned(
  events: readonly PlacedEvent[],
  watched: Watched,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { subjectSid } of events) {
    if (watched.has(subjectSid)) found.set(subjectSid, watched.viewersOf(subjectSid));
    for (const [sid, identities] of watched.inService(subjectSid)) found.set(sid, identities);
  }
  return found;
}

/** What changes of permissions, and of the setting that makes them count, mean for clients. */
export async function accessPushes(
  db: Reader,
  events: readonly PlacedEvent[],
  watched: Watched,
): Promise<readonly ObjectPush[]> {
  const viewers = concerned(events, watched);
  if (viewers.size === 0) return [];
  const rows = await db
    .selectFrom('sync_objects')
    .innerJoin('sync_services', 'sync_services.sid', 'sync_objects.service_sid')
    .select(['sync_objects.sid', 'sync_objects.service_sid', 'sync_objects.created_by'])
    .where('sync_objects.sid', 'in', [...viewers.keys()])
    .execute();
  const everybody = [...new Set([...viewers.values()].flatMap((identities) => [...identities]))];
  const permits = await readAccess(db, 'sync', rows, everybody, 'read');
  return rows.map((row) => {
    const identities = [...(viewers.get(row.sid) ?? [])];
    return { sid: row.sid, events: [], endsFor: identities.filter((identity) => !permits(row, identity)) };
  });
}
