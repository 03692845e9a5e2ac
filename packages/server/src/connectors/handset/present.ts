// The JSON of phones, threads and texts, as the page reads it.
import { isoDate } from '#kernel/dates.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import type { HandsetMessageRow } from '#storage/schema/delivery.ts';
import type { Contact } from './contacts.ts';
import { displayAddress, displayNumber } from './display.ts';
import { mediumOf, usualFailure } from './failures.ts';
import { channelOf } from './phone-of.ts';
import type { PhoneSummary } from './reading.ts';

/** A text on a phone. */
export function presentMessage(row: HandsetMessageRow) {
  const channel = channelOf(row.contact_address);
  return {
    id: row.sid,
    phone: row.phone_address,
    contact: row.contact_address,
    channel,
    direction: row.direction,
    body: row.body ?? '',
    media: row.media_urls === null ? [] : (JSON.parse(row.media_urls) as string[]),
    buttons: row.buttons === null ? [] : (JSON.parse(row.buttons) as unknown[]),
    segments: channel === 'sms' ? segmentText(row.body ?? '').segments : null,
    at: isoDate(row.date_created),
  };
}

/** A phone with the last text on it. */
export function presentPhone({ phone, rows, last, unread }: PhoneSummary) {
  const [first] = rows;
  const codeOf = (medium: 'text' | 'channel') =>
    rows.find((row) => mediumOf(row.address) === medium)?.error_code ?? usualFailure(medium);
  return {
    address: phone,
    display: displayAddress(phone),
    name: first?.name ?? null,
    addresses: rows.map((row) => ({ address: row.address, channel: channelOf(row.address) })),
    behaviour: first?.behaviour ?? 'normal',
    delaySeconds: first?.delay_seconds ?? 0,
    errorCode: codeOf('text'),
    channelErrorCode: codeOf('channel'),
    failNext: first?.fail_next ?? 0,
    sendsRead: first?.sends_read !== 0,
    unread,
    last: last === undefined ? null : presentMessage(last),
  };
}

/** A thread by its last text; the texts of one address of the phone with one of the contact centre. */
export function presentThread({ last, unread }: { last: HandsetMessageRow; unread: number }) {
  return {
    phone: last.phone_address,
    contact: last.contact_address,
    channel: channelOf(last.contact_address),
    display: displayAddress(last.contact_address),
    unread,
    last: presentMessage(last),
  };
}

/** An address of the contact centre. */
export function presentContact({ address, name, isAnswered }: Contact) {
  return {
    address,
    channel: channelOf(address),
    display: displayAddress(address),
    number: displayNumber(address),
    name,
    isAnswered,
  };
}
