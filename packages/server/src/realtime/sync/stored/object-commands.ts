// Making, changing and removing the objects clients make.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import { expiryOf } from '../input.ts';
import { SID_PREFIXES, type SyncKind } from '../objects.ts';
import { NOT_FOUND } from '../refusals.ts';
import { type Actor, nameOf } from './access.ts';
import { scheduleObject } from './expiry.ts';
import { countOn, recordChange } from './record-change.ts';

/** An object about to be made. */
export interface NewObject {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly kind: SyncKind;
  readonly uniqueName: string | null;
  /** JSON text of a document's data. */
  readonly data?: string;
  readonly purpose?: string | null;
  /** JSON text of a list's context. */
  readonly context?: string | null;
  /** Seconds to live; 0 and undefined mean for ever. */
  readonly ttl?: number | undefined;
}

/** Whoever makes an object in a service with permissions may do everything with it. */
async function permitMaker(tx: Transaction, actor: Actor, object: SyncObjectRow): Promise<void> {
  if (actor === 'system' || actor.grant !== 'sync') return;
  await tx.db
    .insertInto('sync_permissions')
    .columns(['object_sid', 'identity', 'account_sid', 'can_read', 'can_write', 'can_manage'])
    .expression((eb) =>
      eb
        .selectFrom('sync_services')
        .select(({ val, lit }) => [
          val(object.sid).as('object_sid'),
          val(actor.identity).as('identity'),
          val(object.account_sid).as('account_sid'),
          lit(1).as('can_read'),
          lit(1).as('can_write'),
          lit(1).as('can_manage'),
        ])
        .where('sid', '=', object.service_sid)
        .where('acl_enabled', '=', 1),
    )
    .execute();
}

/** Makes an object; 409/54301 when its unique name is taken by another of its kind. */
export async function createObject(tx: Transaction, actor: Actor, wanted: NewObject): Promise<SyncObjectRow> {
  const { kind, ttl = 0 } = wanted;
  const expires = expiryOf(ttl, tx.now);
  const row = await tx.db
    .insertInto('sync_objects')
    .values({
      sid: newSid(SID_PREFIXES[kind]),
      account_sid: wanted.accountSid,
      service_sid: wanted.serviceSid,
      kind,
      unique_name: wanted.uniqueName,
      last_event_id: 0,
      data: kind === 'document' ? (wanted.data ?? '{}') : null,
      purpose: wanted.purpose ?? null,
      context: wanted.context ?? null,
      next_index: 0,
      created_by: nameOf(actor),
      date_expires: expires,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_sid', 'service_sid', 'kind', 'unique_name'])
        .where('unique_name', 'is not', null)
        .doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw apiError(54301);
  if (expires !== null) await scheduleObject(tx, row.sid, expires);
  await permitMaker(tx, actor, row);
  return row;
}

/**
 * Tells whoever subscribes to a new list what its context is. Clients that make lists for a purpose wait for this
 * event, whatever they have read before; so the list they are answered with is the one before it.
 */
export async function tellContext(tx: Transaction, list: SyncObjectRow): Promise<void> {
  const counted = await countOn(tx, list);
  await recordChange(tx, counted, {
    change: 'context_updated',
    revision: String(counted.last_event_id),
    data: JSON.parse(counted.context ?? '{}'),
  });
}

/** 412/54103 unless the revision is the one the caller names; null takes any. */
function refuseOtherRevision(revision: number, ifMatch: string | null): void {
  if (ifMatch !== null && ifMatch !== String(revision)) throw apiError(54103);
}

/**
 * Gives a document new data (JSON text), and a new time to live where one is given. 412/54103 when it has another
 * revision than `ifMatch` names.
 */
export async function updateDocument(
  tx: Transaction,
  document: SyncObjectRow,
  { data, ttl, ifMatch }: { data: string; ttl: number | undefined; ifMatch: string | null },
): Promise<SyncObjectRow> {
  const updated = await countOn(tx, document, { data });
  refuseOtherRevision(updated.last_event_id - 1, ifMatch);
  await recordChange(tx, updated, {
    change: 'updated',
    revision: String(updated.last_event_id),
    data: JSON.parse(data),
  });
  return ttl === undefined ? updated : setObjectTtl(tx, updated, ttl, null);
}

/** Gives an object a new time to live, in seconds from now; it stays the same revision. */
export async function setObjectTtl(
  tx: Transaction,
  object: SyncObjectRow,
  ttl: number,
  ifMatch: string | null,
): Promise<SyncObjectRow> {
  const expires = expiryOf(ttl, tx.now);
  const row = await tx.db
    .updateTable('sync_objects')
    .set({ date_expires: expires })
    .where('sid', '=', object.sid)
    .where('account_sid', '=', object.account_sid)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw apiError(NOT_FOUND[object.kind]);
  refuseOtherRevision(row.last_event_id, ifMatch);
  await scheduleObject(tx, row.sid, expires);
  return row;
}

/** Removes an object with its items, events and permissions. 404 when somebody else was faster. */
export async function removeObject(tx: Transaction, object: SyncObjectRow): Promise<void> {
  const { sid, account_sid: accountSid, service_sid: serviceSid, kind } = object;
  const removed = await tx.db
    .deleteFrom('sync_objects')
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .returning('last_event_id')
    .executeTakeFirst();
  if (removed === undefined) throw apiError(NOT_FOUND[kind]);
  await tx.db.deleteFrom('sync_items').where('object_sid', '=', sid).execute();
  await tx.db.deleteFrom('sync_events').where('object_sid', '=', sid).execute();
  await tx.db.deleteFrom('sync_permissions').where('object_sid', '=', sid).execute();
  await scheduleObject(tx, sid, null);
  appendEvent(tx, {
    type: 'sync-object.removed',
    accountSid,
    subjectSid: sid,
    data: { serviceSid, kind, eventId: removed.last_event_id + 1 },
  });
}
