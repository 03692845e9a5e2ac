// The events of one object: counted without a gap, because whoever changes an object holds its row until the commit.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import type { SyncChange } from '../objects.ts';
import { NOT_FOUND } from '../refusals.ts';

/**
 * Counts an object on by one event, and changes it; `indexes` are given to new items of a list. From here to the commit no other transaction changes the object or its items.
 * 404 when it has been removed meanwhile.
 */
export async function countOn(
  tx: Transaction,
  object: SyncObjectRow,
  change: { readonly data?: string; readonly indexes?: 0 | 1 } = {},
): Promise<SyncObjectRow> {
  const { indexes = 0, ...columns } = change;
  const row = await tx.db
    .updateTable('sync_objects')
    .set((eb) => ({
      ...columns,
      last_event_id: eb('last_event_id', '+', 1),
      next_index: eb('next_index', '+', indexes),
      date_updated: tx.now,
    }))
    .where('sid', '=', object.sid)
    .where('account_sid', '=', object.account_sid)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw apiError(NOT_FOUND[object.kind]);
  return row;
}

/** Records what the object's latest event is, and tells everybody that there is one. */
export async function recordChange(
  tx: Transaction,
  object: SyncObjectRow,
  change: SyncChange,
): Promise<void> {
  const { sid, account_sid: accountSid, service_sid: serviceSid, kind, last_event_id: eventId } = object;
  await tx.db
    .insertInto('sync_events')
    .values({
      object_sid: sid,
      event_id: eventId,
      account_sid: accountSid,
      data: JSON.stringify(change),
      date_created: tx.now,
    })
    .execute();
  appendEvent(tx, {
    type: 'sync-object.changed',
    accountSid,
    subjectSid: sid,
    data: { serviceSid, kind, eventId },
  });
}
