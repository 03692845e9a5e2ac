// Who may read, write and remove the objects clients made (Sync "Permissions").
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import type { SyncViewer } from '../objects.ts';

/** Reading, changing data, and removing the object itself. */
export type Right = 'read' | 'write' | 'manage';

/** Who acts: a client with its token, or a program with the account's credentials, which may do everything. */
export type Actor = SyncViewer | 'system';

/** The facts of an object that access depends on. */
type Guarded = Pick<SyncObjectRow, 'sid' | 'service_sid' | 'created_by'>;

/** Whether an identity may do something with an object. */
type Permits = (object: Guarded, identity: string) => boolean;

/** The name of an actor in `created_by`. */
export function nameOf(actor: Actor): string {
  return actor === 'system' ? 'system' : actor.identity;
}

/**
 * Reads which of these identities may do something with objects. Permissions count in services that are set to use them; in other Sync
 * services every client may do everything. What chat clients keep in their service is theirs alone.
 */
export async function readAccess(
  db: Reader,
  grant: SyncViewer['grant'],
  objects: readonly Guarded[],
  identities: readonly string[],
  right: Right,
): Promise<Permits> {
  if (grant === 'chat') return (object, identity) => object.created_by === identity;
  const services = await db
    .selectFrom('sync_services')
    .select(['sid', 'acl_enabled'])
    .where('sid', 'in', [...new Set(objects.map((object) => object.service_sid)), ''])
    .execute();
  const isGuarded = new Map(services.map(({ sid, acl_enabled: enabled }) => [sid, enabled === 1]));
  const guarded = objects.filter((object) => isGuarded.get(object.service_sid) === true);
  const permitted = new Set<string>();
  if (guarded.length > 0) {
    const rows = await db
      .selectFrom('sync_permissions')
      .select(['object_sid', 'identity'])
      .where(
        'object_sid',
        'in',
        guarded.map(({ sid }) => sid),
      )
      .where('identity', 'in', identities)
      .where(`can_${right}`, '=', 1)
      .execute();
    for (const { object_sid: sid, identity } of rows) permitted.add(`${sid} ${identity}`);
  }
  return (object, identity) => {
    const guards = isGuarded.get(object.service_sid);
    return guards === false || (guards === true && permitted.has(`${object.sid} ${identity}`));
  };
}

/** 403/54007 when the actor may not do this. */
export async function refuseUnpermitted(
  db: Reader,
  actor: Actor,
  object: Guarded,
  right: Right,
): Promise<void> {
  if (actor === 'system') return;
  const permits = await readAccess(db, actor.grant, [object], [actor.identity], right);
  if (!permits(object, actor.identity)) throw apiError(54007);
}
