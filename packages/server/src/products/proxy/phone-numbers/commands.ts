// Numbers entering and leaving the pool of a service.
import { findOwnNumber, findOwnNumberByPhone, type OwnNumberRow } from '#delivery/delivery.ts';
import { apiError, missingParameter, notFound } from '#kernel/errors.ts';
import { countryOf } from '#kernel/phone.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { requireService } from '../services/commands.ts';
import { findPoolNumber, type PoolNumber } from './pool.ts';

export type { PoolNumber } from './pool.ts';

/** Most numbers a pool holds, by whether they are reserved. */
const LARGEST_POOL = { unreserved: 500, reserved: 5_000 };

/** A number about to be put into a pool, named by SID or in E.164. */
export interface NewPoolNumber {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sid?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  /** A reserved number is assigned only where it is asked for. */
  readonly isReserved?: boolean | undefined;
}

async function ownNumber(db: Reader, { accountSid, sid, phoneNumber }: NewPoolNumber) {
  if (!sid && !phoneNumber) throw missingParameter('Sid');
  const parameter = sid ? 'Sid' : 'PhoneNumber';
  const number = sid
    ? await findOwnNumber(db, accountSid, sid)
    : await findOwnNumberByPhone(db, accountSid, phoneNumber!);
  if (number === undefined) throw apiError(80606, undefined, { parameter });
  return number;
}

async function refuseFullPool(tx: Transaction, serviceSid: string, isReserved: boolean): Promise<void> {
  const { amount } = await tx.db
    .selectFrom('proxy_phone_numbers')
    .select((eb) => eb.fn.countAll<number>().as('amount'))
    .where('service_sid', '=', serviceSid)
    .where('is_reserved', '=', isReserved ? 1 : 0)
    .executeTakeFirstOrThrow();
  if (amount >= LARGEST_POOL[isReserved ? 'reserved' : 'unreserved']) throw apiError(80622);
}

/** A number that was given up and taken again has another SID; its old place in a pool is void. */
async function forgetFormerNumber(tx: Transaction, accountSid: string, number: OwnNumberRow): Promise<void> {
  await tx.db
    .deleteFrom('proxy_phone_numbers')
    .where('account_sid', '=', accountSid)
    .where('phone_number', '=', number.phone_number)
    .where('sid', '<>', number.sid)
    .execute();
}

/**
 * Puts a number of the account into the pool of a service. Its other settings stay as they are. 80606 when the
 * account has no such number, 80101 when another service has it, 80104 when this one has it, 80622 when the pool
 * is full (Twilio: "Proxy: Phone Number Management").
 */
export async function addPhoneNumber(tx: Transaction, given: NewPoolNumber): Promise<PoolNumber> {
  const service = await requireService(tx.db, given.accountSid, given.serviceSid);
  const number = await ownNumber(tx.db, given);
  const isReserved = given.isReserved ?? false;
  await refuseFullPool(tx, service.sid, isReserved);
  await forgetFormerNumber(tx, service.account_sid, number);
  const added = await tx.db
    .insertInto('proxy_phone_numbers')
    .values({
      sid: number.sid,
      account_sid: service.account_sid,
      service_sid: service.sid,
      phone_number: number.phone_number,
      iso_country: countryOf(number.phone_number),
      is_reserved: isReserved ? 1 : 0,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added === undefined) {
    const held = await findPoolNumber(tx.db, service.account_sid, service.sid, number.sid);
    throw apiError(held === undefined ? 80101 : 80104);
  }
  return { ...added, friendly_name: number.friendly_name, in_use: 0 };
}

/** Which number of which pool. */
export interface PoolPlace {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sid: string;
}

/** Reserves a number or gives it back to automatic choice. Sessions that have it keep it. */
export async function updatePhoneNumber(
  tx: Transaction,
  place: PoolPlace,
  isReserved: boolean | undefined,
): Promise<PoolNumber> {
  const number = await findPoolNumber(tx.db, place.accountSid, place.serviceSid, place.sid);
  if (number === undefined) throw notFound(`/Services/${place.serviceSid}/PhoneNumbers/${place.sid}`);
  if (isReserved === undefined || isReserved === (number.is_reserved === 1)) return number;
  await refuseFullPool(tx, place.serviceSid, isReserved);
  await tx.db
    .updateTable('proxy_phone_numbers')
    .set({ is_reserved: isReserved ? 1 : 0, date_updated: tx.now })
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .execute();
  return { ...number, is_reserved: isReserved ? 1 : 0, date_updated: tx.now };
}

/** Takes a number out of the pool; the account keeps it. 80611 while an open session uses it. */
export async function removePhoneNumber(tx: Transaction, place: PoolPlace): Promise<void> {
  const removed = await tx.db
    .deleteFrom('proxy_phone_numbers')
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('proxy_participants')
            .select('proxy_participants.sid')
            .whereRef('proxy_identifier_sid', '=', 'proxy_phone_numbers.sid')
            .where('active', '=', 1),
        ),
      ),
    )
    .returning('sid')
    .executeTakeFirst();
  if (removed !== undefined) return;
  const number = await findPoolNumber(tx.db, place.accountSid, place.serviceSid, place.sid);
  if (number === undefined) throw notFound(`/Services/${place.serviceSid}/PhoneNumbers/${place.sid}`);
  throw apiError(80611);
}
