// The Document, List and Map resources of Sync.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import { createObject, removeObject, setObjectTtl, updateDocument } from '../stored/object-commands.ts';
import { KIND_NAMES, type KindNames, objectUrl } from './kinds.ts';
import { data, ttl, uniqueName } from './parameters.ts';
import { requireObject, requireObjectToRead, requireService, requireServiceToRead } from './require.ts';

function presentObject(row: SyncObjectRow, { base }: Presentation) {
  const url = objectUrl(base, row);
  const permissions = `${url}/Permissions`;
  return {
    sid: row.sid,
    unique_name: row.unique_name,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    url,
    links: row.kind === 'document' ? { permissions } : { items: `${url}/Items`, permissions },
    revision: String(row.last_event_id),
    ...(row.kind === 'document' ? { data: JSON.parse(row.data ?? '{}') } : {}),
    date_expires: isoDate(row.date_expires),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    created_by: row.created_by,
  };
}

/** What the three kinds have in common: all but how they are made and changed. */
function commonOf(database: Database, names: KindNames) {
  return {
    product: 'sync',
    path: names.path,
    key: names.key,
    present: presentObject,
    etag: (row: SyncObjectRow) => row.last_event_id,
    list: list(z.object({}), async (db, { accountSid, params }) => {
      const service = await requireServiceToRead(database, accountSid, params['ServiceSid']!);
      return {
        query: db
          .selectFrom('sync_objects')
          .selectAll()
          .where('account_sid', '=', accountSid)
          .where('service_sid', '=', service.sid)
          .where('kind', '=', names.kind),
      };
    }),
    fetch: read((_db, call) => requireObjectToRead(database, call, names, 'Sid')),
    remove: removal(async (tx, call) => removeObject(tx, await requireObject(tx, call, names, 'Sid'))),
  } as const;
}

/** The documents of a service. */
export function documents(database: Database): Resource<SyncObjectRow> {
  const names = KIND_NAMES.document;
  return {
    ...commonOf(database, names),
    create: write(
      z.object({ UniqueName: uniqueName(), Data: data().nullish(), Ttl: ttl('Ttl') }),
      async (tx, { accountSid, params, input }) => {
        const service = await requireService(tx, accountSid, params['ServiceSid']!);
        return createObject(tx, 'system', {
          accountSid,
          serviceSid: service.sid,
          kind: 'document',
          uniqueName: input.UniqueName ?? null,
          data: input.Data ?? '{}',
          ttl: input.Ttl,
        });
      },
    ),
    update: write(z.object({ Data: data().optional(), Ttl: ttl('Ttl') }), async (tx, call) => {
      const { input, ifMatch } = call;
      const document = await requireObject(tx, call, names, 'Sid');
      if (input.Data !== undefined) {
        return updateDocument(tx, document, { data: input.Data, ttl: input.Ttl, ifMatch });
      }
      return input.Ttl === undefined ? document : setObjectTtl(tx, document, input.Ttl, ifMatch);
    }),
  };
}

/** The lists or the maps of a service. */
export function collections(database: Database, kind: 'list' | 'map'): Resource<SyncObjectRow> {
  const names = KIND_NAMES[kind];
  const lifetime = { Ttl: ttl('Ttl'), CollectionTtl: ttl('CollectionTtl') };
  return {
    ...commonOf(database, names),
    create: write(
      z.object({ UniqueName: uniqueName(), ...lifetime }),
      async (tx: Transaction, { accountSid, params, input }) => {
        const service = await requireService(tx, accountSid, params['ServiceSid']!);
        return createObject(tx, 'system', {
          accountSid,
          serviceSid: service.sid,
          kind,
          uniqueName: input.UniqueName ?? null,
          ttl: input.CollectionTtl ?? input.Ttl,
        });
      },
    ),
    update: write(z.object(lifetime), async (tx, call) => {
      const object = await requireObject(tx, call, names, 'Sid');
      const seconds = call.input.CollectionTtl ?? call.input.Ttl;
      return seconds === undefined ? object : setObjectTtl(tx, object, seconds, null);
    }),
  };
}
