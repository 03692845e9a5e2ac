// Push bindings, for both faces: the devices of the users of a service, as their clients registered them.
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { PushBindingRow } from '#storage/schema/hooks.ts';
import type { ChatServiceRow, UserRow } from '#storage/schema/threads.ts';
import type { NotificationKind } from '../services.ts';

/** A device that registers for the notifications of a user. */
export interface NewBinding {
  readonly endpoint: string;
  readonly bindingType: PushBindingRow['binding_type'];
  readonly credentialSid?: string | null;
  /** Kinds of notifications, in the words of the settings of a service. */
  readonly messageTypes: readonly NotificationKind[];
}

/** Registers a device; one that registers again under its endpoint keeps its SID and takes the new facts. */
export function registerBinding(tx: Transaction, user: UserRow, given: NewBinding): Promise<PushBindingRow> {
  const facts = {
    credential_sid: given.credentialSid ?? null,
    message_types: JSON.stringify(given.messageTypes),
    date_updated: tx.now,
  };
  return tx.db
    .insertInto('push_bindings')
    .values({
      sid: newSid('BS'),
      account_sid: user.account_sid,
      service_sid: user.service_sid,
      user_sid: user.sid,
      identity: user.identity,
      endpoint: given.endpoint,
      binding_type: given.bindingType,
      date_created: tx.now,
      ...facts,
    })
    .onConflict((conflict) => conflict.columns(['user_sid', 'binding_type', 'endpoint']).doUpdateSet(facts))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A binding of a service by SID. */
export function findBinding(
  db: Reader,
  accountSid: string,
  serviceSid: string,
  sid: string,
): Promise<PushBindingRow | undefined> {
  return db
    .selectFrom('push_bindings')
    .selectAll()
    .where('sid', '=', sid)
    .where('service_sid', '=', serviceSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The bindings of a service as a query that can be paged, of the given kinds and users when any are named. */
export function listBindings(
  db: Reader,
  service: ChatServiceRow,
  wanted: {
    readonly types?: readonly PushBindingRow['binding_type'][] | null | undefined;
    readonly identities?: readonly string[] | null | undefined;
  },
) {
  let query = db
    .selectFrom('push_bindings')
    .selectAll()
    .where('account_sid', '=', service.account_sid)
    .where('service_sid', '=', service.sid);
  if (wanted.types?.length) query = query.where('binding_type', 'in', wanted.types);
  if (wanted.identities?.length) query = query.where('identity', 'in', wanted.identities);
  return query;
}

/** Removes a binding: the device registers again when its client starts the next time. */
export async function removeBinding(tx: Transaction, binding: PushBindingRow): Promise<void> {
  await tx.db.deleteFrom('push_bindings').where('sid', '=', binding.sid).execute();
}
