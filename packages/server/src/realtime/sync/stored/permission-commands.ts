// Giving identities permissions on objects, and taking them back.
import { appendEvent } from '#events/event-log.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { SyncObjectRow, SyncPermissionRow } from '#storage/schema/sync.ts';

const LONGEST_IDENTITY = 256;

function tellChange(tx: Transaction, object: SyncObjectRow): void {
  appendEvent(tx, {
    type: 'sync-access.changed',
    accountSid: object.account_sid,
    subjectSid: object.sid,
    data: { serviceSid: object.service_sid },
  });
}

/** Sets what an identity may do with an object. */
export async function setPermission(
  tx: Transaction,
  object: SyncObjectRow,
  identity: string,
  rights: Pick<SyncPermissionRow, 'can_read' | 'can_write' | 'can_manage'>,
): Promise<SyncPermissionRow> {
  if (identity.length > LONGEST_IDENTITY) {
    throw invalidParameter('Identity', `it is longer than ${LONGEST_IDENTITY} characters`);
  }
  const row = { object_sid: object.sid, identity, account_sid: object.account_sid, ...rights };
  await tx.db
    .insertInto('sync_permissions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['object_sid', 'identity']).doUpdateSet(rights))
    .execute();
  tellChange(tx, object);
  return row;
}

/** Takes back whatever an identity may do with an object; false when there was nothing. */
export async function removePermission(
  tx: Transaction,
  object: SyncObjectRow,
  identity: string,
): Promise<boolean> {
  const removed = await tx.db
    .deleteFrom('sync_permissions')
    .where('object_sid', '=', object.sid)
    .where('identity', '=', identity)
    .returning('identity')
    .executeTakeFirst();
  if (removed === undefined) return false;
  tellChange(tx, object);
  return true;
}
