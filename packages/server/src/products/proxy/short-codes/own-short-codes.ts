// The short codes of an account: numbers of a few digits that a carrier has given to the operator.
import { findOwnNumber, type OwnNumberRow } from '#delivery/delivery.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';

/** Where short codes are: the country is not in their digits. */
export const SHORT_CODE_COUNTRY = 'US';

/** A short code of the account. */
export async function findShortCode(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<OwnNumberRow | undefined> {
  return isSid(sid, 'SC') ? findOwnNumber(db, accountSid, sid) : undefined;
}
