// The JSON of phones, threads and texts, as the page reads it.
import { isoDate } from '#kernel/dates.ts';
import type { HandsetMessageRow, HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { displayAddress } from './display.ts';

/** A text on a phone. */
export function presentMessage(row: HandsetMessageRow) {
  return {
    id: row.sid,
    contact: row.contact_address,
    direction: row.direction,
    body: row.body ?? '',
    media: row.media_urls === null ? [] : (JSON.parse(row.media_urls) as string[]),
    at: isoDate(row.date_created),
  };
}

/** A phone with the last text on it. */
export function presentPhone(phone: HandsetPhoneRow, last: HandsetMessageRow | undefined) {
  return {
    address: phone.address,
    display: displayAddress(phone.address),
    behaviour: phone.behaviour,
    delaySeconds: phone.delay_seconds,
    errorCode: phone.error_code,
    last: last === undefined ? null : presentMessage(last),
  };
}

/** A thread by its last text; the texts of one phone with one number of the contact centre. */
export function presentThread(last: HandsetMessageRow) {
  return {
    contact: last.contact_address,
    display: displayAddress(last.contact_address),
    last: presentMessage(last),
  };
}
