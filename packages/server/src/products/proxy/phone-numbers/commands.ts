// Numbers and short codes entering and leaving the pool of a service.
import { findOwnNumber, findOwnNumberByPhone, type OwnNumberRow } from '#delivery/delivery.ts';
import { apiError, missingParameter, notFound } from '#kernel/errors.ts';
import { countryOf } from '#kernel/phone.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { requireService } from '../services/commands.ts';
import { leavePlaceInPool, takePlaceInPool } from './places.ts';
import { findPoolNumber, type PoolKind, type PoolNumber } from './pool.ts';

export type { PoolNumber } from './pool.ts';

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
  const number = sid
    ? await findOwnNumber(db, accountSid, sid)
    : await findOwnNumberByPhone(db, accountSid, phoneNumber!);
  const parameter = sid ? 'Sid' : 'PhoneNumber';
  // Short codes have a resource of their own.
  if (number === undefined || !isSid(number.sid, 'PN')) throw apiError(80606, undefined, { parameter });
  return number;
}

/** A number that was given up and taken again has another SID; its old place in a pool is void. */
async function forgetFormerNumber(tx: Transaction, accountSid: string, number: OwnNumberRow): Promise<void> {
  const former = await tx.db
    .deleteFrom('proxy_phone_numbers')
    .where('account_sid', '=', accountSid)
    .where('phone_number', '=', number.phone_number)
    .where('sid', '<>', number.sid)
    .returning(['service_sid', 'is_reserved'])
    .executeTakeFirst();
  if (former !== undefined) await leavePlaceInPool(tx, former.service_sid, former.is_reserved === 1);
}

/**
 * Puts a number of the account into the pool of a service. Its webhooks stay as they are: Proxy hears of a text
 * first, and they are in force again for what it leaves, and when the number has left the pool. 80606 when the
 * account has no such number, 80101 when another service has it, 80104 when this one has it, 80622 when the pool
 * is full (Twilio: "Proxy: Phone Number Management").
 */
export async function addPhoneNumber(tx: Transaction, given: NewPoolNumber): Promise<PoolNumber> {
  const service = await requireService(tx.db, given.accountSid, given.serviceSid);
  const number = await ownNumber(tx.db, given);
  await forgetFormerNumber(tx, service.account_sid, number);
  return enterPool(tx, {
    accountSid: service.account_sid,
    serviceSid: service.sid,
    sid: number.sid,
    kind: 'phone',
    address: number.phone_number,
    isoCountry: countryOf(number.phone_number),
    friendlyName: number.friendly_name,
    isReserved: given.isReserved ?? false,
  });
}

/** What enters a pool. */
export interface Entrant {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sid: string;
  readonly kind: PoolKind;
  /** E.164, or the digits of a short code. */
  readonly address: string;
  readonly isoCountry: string | null;
  readonly friendlyName: string;
  readonly isReserved: boolean;
}

/** Writes a number into a pool: 80101, 80104 and 80622 as told at `addPhoneNumber`. */
export async function enterPool(tx: Transaction, entrant: Entrant): Promise<PoolNumber> {
  const { accountSid, serviceSid, isReserved } = entrant;
  const added = await tx.db
    .insertInto('proxy_phone_numbers')
    .values({
      sid: entrant.sid,
      account_sid: accountSid,
      service_sid: serviceSid,
      phone_number: entrant.address,
      kind: entrant.kind,
      iso_country: entrant.isoCountry,
      is_reserved: isReserved ? 1 : 0,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added === undefined) {
    const held = await findPoolNumber(tx.db, { ...entrant, kind: entrant.kind });
    throw apiError(held === undefined ? 80101 : 80104);
  }
  await takePlaceInPool(tx, serviceSid, isReserved);
  return { ...added, friendly_name: entrant.friendlyName, in_use: 0 };
}

/** Which number of which pool. */
export interface PoolPlace {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly sid: string;
  readonly kind: PoolKind;
}

async function requirePoolNumber(tx: Transaction, place: PoolPlace): Promise<PoolNumber> {
  const number = await findPoolNumber(tx.db, place);
  const collection = place.kind === 'phone' ? 'PhoneNumbers' : 'ShortCodes';
  if (number === undefined) throw notFound(`/Services/${place.serviceSid}/${collection}/${place.sid}`);
  return number;
}

/** Reserves a number or gives it back to automatic choice. Sessions that have it keep it. */
export async function updatePhoneNumber(
  tx: Transaction,
  place: PoolPlace,
  isReserved: boolean | undefined,
): Promise<PoolNumber> {
  const number = await requirePoolNumber(tx, place);
  if (isReserved === undefined) return number;
  const changed = await tx.db
    .updateTable('proxy_phone_numbers')
    .set({ is_reserved: isReserved ? 1 : 0, date_updated: tx.now })
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('is_reserved', '=', isReserved ? 0 : 1)
    .returning('sid')
    .executeTakeFirst();
  if (changed === undefined) return number;
  await takePlaceInPool(tx, place.serviceSid, isReserved);
  await leavePlaceInPool(tx, place.serviceSid, !isReserved);
  return { ...number, is_reserved: isReserved ? 1 : 0, date_updated: tx.now };
}

/** Takes a number out of the pool; the account keeps it. 80611 while an open session uses it. */
export async function removePhoneNumber(tx: Transaction, place: PoolPlace): Promise<void> {
  const removed = await tx.db
    .deleteFrom('proxy_phone_numbers')
    .where('sid', '=', place.sid)
    .where('service_sid', '=', place.serviceSid)
    .where('account_sid', '=', place.accountSid)
    .where('kind', '=', place.kind)
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
    .returning('is_reserved')
    .executeTakeFirst();
  if (removed === undefined) {
    await requirePoolNumber(tx, place);
    throw apiError(80611);
  }
  await leavePlaceInPool(tx, place.serviceSid, removed.is_reserved === 1);
}
