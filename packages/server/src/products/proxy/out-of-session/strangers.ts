// Texts between two addresses that have no session: they wait in a row while the account's own server is asked about
// the first of them, so that what it answers holds for all of them.
import { sql } from 'kysely';
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import type { Transaction } from '#storage/database.ts';
import type { SessionPair } from '../sessions/find.ts';

/** Two addresses, and the service whose number was written to. */
export interface Strangers {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly queue: string;
}

/** The row a text waits in. */
export function queueOf({ from_address: from, to_address: to }: CarrierMessageRow): string {
  return `${from} ${to}`;
}

/** Puts a text at the end of its row, which is held until this transaction ends; tells how many it makes. */
export async function joinQueue(
  tx: Transaction,
  { accountSid, serviceSid, queue }: Strangers,
  messageSid: string,
): Promise<number> {
  const row = await tx.db
    .insertInto('proxy_strangers')
    .values({ account_sid: accountSid, queue, service_sid: serviceSid, waiting: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['account_sid', 'queue'])
        .doUpdateSet({ waiting: sql<number>`proxy_strangers.waiting + 1`, service_sid: serviceSid }),
    )
    .returning('waiting')
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('proxy_waiting')
    .values({
      sid: messageSid,
      account_sid: accountSid,
      service_sid: serviceSid,
      queue,
      data: '{}',
      date_created: tx.now,
    })
    .execute();
  return row.waiting;
}

/** Takes a text out of its row; false when it is not in it any more. The row is held until this transaction ends. */
export async function leaveQueue(
  tx: Transaction,
  { accountSid, queue }: Pick<Strangers, 'accountSid' | 'queue'>,
  messageSid: string,
): Promise<boolean> {
  await tx.db
    .updateTable('proxy_strangers')
    .set({ waiting: sql<number>`waiting - 1` })
    .where('account_sid', '=', accountSid)
    .where('queue', '=', queue)
    .execute();
  const left = await tx.db
    .deleteFrom('proxy_waiting')
    .where('sid', '=', messageSid)
    .where('account_sid', '=', accountSid)
    .returning('sid')
    .executeTakeFirst();
  return left !== undefined;
}

/** The texts that still wait, in the order in which they came in. */
export async function waitingIn(
  tx: Transaction,
  { accountSid, queue }: Pick<Strangers, 'accountSid' | 'queue'>,
): Promise<CarrierMessageRow[]> {
  return tx.db
    .selectFrom('carrier_messages')
    .innerJoin('proxy_waiting', 'proxy_waiting.sid', 'carrier_messages.sid')
    .selectAll('carrier_messages')
    .where('proxy_waiting.account_sid', '=', accountSid)
    .where('proxy_waiting.queue', '=', queue)
    .orderBy('proxy_waiting.sid')
    .execute();
}

/** Forgets a row in which nobody waits, or all of it when everybody has been seen to. */
export async function closeQueue(
  tx: Transaction,
  { accountSid, queue }: Pick<Strangers, 'accountSid' | 'queue'>,
): Promise<void> {
  await tx.db
    .deleteFrom('proxy_waiting')
    .where('account_sid', '=', accountSid)
    .where('queue', '=', queue)
    .execute();
  await tx.db
    .deleteFrom('proxy_strangers')
    .where('account_sid', '=', accountSid)
    .where('queue', '=', queue)
    .execute();
}

/**
 * Puts a text that has a session by now behind those of its row that came in before there was one; false when
 * nobody waits there.
 */
export async function queueBehind(
  tx: Transaction,
  { session }: SessionPair,
  message: CarrierMessageRow,
): Promise<boolean> {
  const place = { accountSid: session.account_sid, queue: queueOf(message) };
  const held = await tx.db
    .updateTable('proxy_strangers')
    .set({ waiting: sql<number>`waiting + 1` })
    .where('account_sid', '=', place.accountSid)
    .where('queue', '=', place.queue)
    .returning('service_sid')
    .executeTakeFirst();
  if (held === undefined) return false;
  await tx.db
    .insertInto('proxy_waiting')
    .values({
      sid: message.sid,
      account_sid: place.accountSid,
      service_sid: held.service_sid,
      queue: place.queue,
      data: '{}',
      date_created: tx.now,
    })
    .execute();
  return true;
}
