// Reading a service's pool of numbers, each with the open sessions on it, counted when asked.
import { sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { ProxyPhoneNumberRow } from '#storage/schema/proxy.ts';

/** Phone numbers take messages and can be called; short codes take messages. */
export type PoolKind = ProxyPhoneNumberRow['kind'];

/** A number of a pool as the API shows it. */
export interface PoolNumber extends ProxyPhoneNumberRow {
  readonly friendly_name: string | null;
  /** Open sessions in which the number is assigned to a participant. */
  readonly in_use: number;
}

/** Numbers of pools with their use; narrow it before running it. */
export function poolNumbers(db: Reader) {
  return db
    .selectFrom('proxy_phone_numbers')
    .leftJoin('own_numbers', 'own_numbers.sid', 'proxy_phone_numbers.sid')
    .selectAll('proxy_phone_numbers')
    .select((eb) => [
      'own_numbers.friendly_name',
      eb
        .selectFrom('proxy_participants')
        .whereRef('proxy_identifier_sid', '=', 'proxy_phone_numbers.sid')
        .where('active', '=', 1)
        .select(sql<number>`count(DISTINCT session_sid)`.as('sessions'))
        .$asScalar()
        .$notNull()
        .as('in_use'),
    ]);
}

/** A number of the service's pool. */
export function findPoolNumber(
  db: Reader,
  place: {
    readonly accountSid: string;
    readonly serviceSid: string;
    readonly sid: string;
    readonly kind: PoolKind;
  },
): Promise<PoolNumber | undefined> {
  return poolNumbers(db)
    .where('proxy_phone_numbers.sid', '=', place.sid)
    .where('proxy_phone_numbers.service_sid', '=', place.serviceSid)
    .where('proxy_phone_numbers.account_sid', '=', place.accountSid)
    .where('proxy_phone_numbers.kind', '=', place.kind)
    .executeTakeFirst();
}
