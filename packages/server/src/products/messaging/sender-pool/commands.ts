// Senders coming into the pool of a messaging service and leaving it, whatever their kind.

import type { Call } from '#http/operations.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { PoolKind, ServiceSenderRow } from '#storage/schema/messaging-services.ts';
import { requireService } from '../services/commands.ts';

/** Most senders of a service ("Messaging Services: number pool"). */
const POOL_LIMIT = 400;

/** A sender about to join a pool. */
export type NewPoolSender = Pick<ServiceSenderRow, 'sid' | 'kind' | 'address' | 'country_code'>;

/** The service a path names by one of its two documented names; 404/20404 for others. */
export function serviceSidOf(call: Pick<Call, 'params'>): string {
  return (call.params['ServiceSid'] ?? call.params['MessagingServiceSid']) as string;
}

/**
 * Adds a sender to the service the path names. Refused: 409/21710 when it is there, 409/21712 when it is in another
 * service, 400/21714 when the pool is full.
 */
export async function addToPool(
  tx: Transaction,
  call: Pick<Call, 'accountSid' | 'params'>,
  sender: NewPoolSender,
): Promise<ServiceSenderRow> {
  const service = await requireService(tx.db, call, serviceSidOf(call));
  // Whoever adds a sender to this service at the same time waits here, so that the pool cannot grow past its limit.
  const held = await tx.db
    .updateTable('messaging_services')
    .set((eb) => ({ date_updated: eb.ref('date_updated') }))
    .where('sid', '=', service.sid)
    .executeTakeFirst();
  if (held.numUpdatedRows === 0n) throw notFound(`/Services/${service.sid}`);
  const { count } = await tx.db
    .selectFrom('service_senders')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('service_sid', '=', service.sid)
    .executeTakeFirstOrThrow();
  if (Number(count) >= POOL_LIMIT) throw apiError(21714);
  const added = await tx.db
    .insertInto('service_senders')
    .values({
      ...sender,
      account_sid: call.accountSid,
      service_sid: service.sid,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added !== undefined) return added;
  const holder = await tx.db
    .selectFrom('service_senders')
    .select('service_sid')
    .where('sid', '=', sender.sid)
    .executeTakeFirst();
  throw apiError(holder === undefined || holder.service_sid === service.sid ? 21710 : 21712);
}

/** The senders of a kind in the service the path names. */
export async function poolQuery(db: Reader, call: Pick<Call, 'accountSid' | 'params'>, kind: PoolKind) {
  const service = await requireService(db, call, serviceSidOf(call));
  return db
    .selectFrom('service_senders')
    .selectAll()
    .where('service_sid', '=', service.sid)
    .where('kind', '=', kind);
}

/** The sender a path names; undefined when the service has none of that name. */
export async function findInPool(
  db: Reader,
  call: Pick<Call, 'accountSid' | 'params'>,
  kind: PoolKind,
): Promise<ServiceSenderRow | undefined> {
  const query = await poolQuery(db, call, kind);
  return query.where('sid', '=', call.params['Sid'] as string).executeTakeFirst();
}

/** Takes senders out of whatever pool they are in; recipients who knew them are given others. */
export async function leavePool(tx: Transaction, sid: string): Promise<boolean> {
  const removed = await tx.db
    .deleteFrom('service_senders')
    .where('sid', '=', sid)
    .returningAll()
    .executeTakeFirst();
  if (removed === undefined) return false;
  await tx.db
    .deleteFrom('sticky_senders')
    .where('service_sid', '=', removed.service_sid)
    .where('address', '=', removed.address)
    .execute();
  return true;
}

/** Takes the sender a path names out of its service; it stays the account's. */
export async function removeFromPool(tx: Transaction, call: Call, kind: PoolKind): Promise<void> {
  const sender = await findInPool(tx.db, call, kind);
  if (sender === undefined) throw notFound(`/Services/${serviceSidOf(call)}/${call.params['Sid']}`);
  await leavePool(tx, sender.sid);
}
