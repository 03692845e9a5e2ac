// The numbers of the contact centre, long and short: which account sends from them and answers at them.
import { apiError } from '#kernel/errors.ts';
import { nationalFormat } from '#kernel/phone.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import { isShortCode } from './senders.ts';

/** A number about to be taken over by an account. */
export interface NewOwnNumber {
  readonly accountSid: string;
  /** E.164, or a short code. */
  readonly phoneNumber: string;
  readonly friendlyName?: string | null;
  readonly smsUrl?: string | null;
  readonly smsMethod?: string | null;
  readonly smsFallbackUrl?: string | null;
  readonly smsFallbackMethod?: string | null;
  /** Settings of the API that have no column of their own. */
  readonly settings?: Record<string, unknown>;
}

/** Gives a number to an account. A number belongs to one account of the server: 21422 when it is taken. */
export async function createOwnNumber(tx: Transaction, number: NewOwnNumber): Promise<OwnNumberRow> {
  const created = await tx.db
    .insertInto('own_numbers')
    .values({
      sid: newSid(isShortCode(number.phoneNumber) ? 'SC' : 'PN'),
      account_sid: number.accountSid,
      phone_number: number.phoneNumber,
      friendly_name: number.friendlyName ?? nationalFormat(number.phoneNumber),
      sms_url: number.smsUrl ?? '',
      sms_method: number.smsMethod ?? 'POST',
      sms_fallback_url: number.smsFallbackUrl ?? '',
      sms_fallback_method: number.smsFallbackMethod ?? 'POST',
      settings: JSON.stringify(number.settings ?? {}),
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.column('phone_number').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (created === undefined) throw apiError(21422);
  return created;
}

/** The account's number with this SID. */
export function findOwnNumber(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<OwnNumberRow | undefined> {
  return db
    .selectFrom('own_numbers')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The account's number that reads so in E.164. */
export function findOwnNumberByPhone(
  db: Reader,
  accountSid: string,
  phoneNumber: string,
): Promise<OwnNumberRow | undefined> {
  return db
    .selectFrom('own_numbers')
    .selectAll()
    .where('phone_number', '=', phoneNumber)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}
