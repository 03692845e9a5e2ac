// The Permission resources of Sync: which identities may use an object, where permissions count.
import { sql } from 'kysely';
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Database, Reader } from '#storage/database.ts';
import type { SyncKind, SyncObjectRow, SyncPermissionRow } from '#storage/schema/sync.ts';
import { removePermission, setPermission } from '../stored/permission-commands.ts';
import { KIND_NAMES, objectUrl } from './kinds.ts';
import { requireObject, requireObjectToRead } from './require.ts';

/** A permission and what it shows of its object. */
type ShownPermission = SyncPermissionRow & { service_sid: string; kind: SyncKind };

function presentPermission(row: ShownPermission, { base }: Presentation) {
  const url = objectUrl(base, { ...row, sid: row.object_sid });
  return {
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    [KIND_NAMES[row.kind].sidKey]: row.object_sid,
    identity: row.identity,
    read: row.can_read === 1,
    write: row.can_write === 1,
    manage: row.can_manage === 1,
    url: `${url}/Permissions/${encodeURIComponent(row.identity)}`,
  };
}

function permissionsOf(db: Reader, object: SyncObjectRow) {
  return db
    .selectFrom('sync_permissions')
    .selectAll()
    .select(({ val }) => [
      sql<string>`${val(object.service_sid)}`.as('service_sid'),
      sql<SyncKind>`${val(object.kind)}`.as('kind'),
    ])
    .where('object_sid', '=', object.sid);
}

/** The permissions of the objects of one kind. */
export function permissions(database: Database, kind: SyncKind): Resource<ShownPermission> {
  const names = KIND_NAMES[kind];
  const path = `${names.path}/{${names.parameter}}/Permissions`;
  return {
    product: 'sync',
    path,
    memberPath: `${path}/{Identity}`,
    key: 'permissions',
    present: presentPermission,
    list: list(
      z.object({}),
      async (db, call) => ({
        query: permissionsOf(db, await requireObjectToRead(database, call, names, names.parameter)),
      }),
      [{ column: 'identity', direction: 'asc' }],
    ),
    fetch: read(async (db, call) => {
      const object = await requireObjectToRead(database, call, names, names.parameter);
      return permissionsOf(db, object).where('identity', '=', call.params['Identity']!).executeTakeFirst();
    }),
    update: write(z.object({ Read: bool(), Write: bool(), Manage: bool() }), async (tx, call) => {
      const { Read, Write, Manage } = call.input;
      const object = await requireObject(tx, call, names, names.parameter);
      const row = await setPermission(tx, object, call.params['Identity']!, {
        can_read: Number(Read),
        can_write: Number(Write),
        can_manage: Number(Manage),
      });
      return { ...row, service_sid: object.service_sid, kind };
    }),
    remove: removal(async (tx, call) => {
      const object = await requireObject(tx, call, names, names.parameter);
      const identity = call.params['Identity']!;
      if (!(await removePermission(tx, object, identity))) throw notFound(`/Permissions/${identity}`);
    }),
  };
}
