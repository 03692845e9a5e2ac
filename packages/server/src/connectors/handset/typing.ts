// A text typed on a phone, with its files: shown there and received by the contact centre, in one transaction.
import { createHash } from 'node:crypto';
import { findOwnNumberByPhone } from '#delivery/delivery.ts';
import type { CarrierEvents } from '#delivery/port.ts';
import { apiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { newSid } from '#kernel/sid.ts';
import type { PhoneFiles } from '#media/media.ts';
import type { Transaction } from '#storage/database.ts';
import type { HandsetMessageRow } from '#storage/schema/delivery.ts';
import { HANDSET } from './name.ts';
import { ensurePhones, notePhonesActive } from './phones.ts';

/** A text somebody typed. */
export interface TypedText {
  readonly accountSid: string;
  readonly phone: string;
  readonly contact: string;
  readonly body: string;
  /** Files it goes with. */
  readonly files: readonly string[];
  /** Chosen by whoever types; the same text under the same name is sent once. */
  readonly id: string;
}

/** What typing leads to. */
export interface PhoneLine {
  readonly events: CarrierEvents;
  readonly files: PhoneFiles;
}

/** One name for a text that is sent twice: a file may be on it both times. */
function nameOfText({ accountSid, phone, id }: TypedText): string {
  return `HM${createHash('sha256').update(`${accountSid} ${phone} ${id}`).digest('hex').slice(0, 32)}`;
}

/**
 * Sends a text from a phone. Refused: 21910 across channels, 404/20404 when the account has no such number to
 * write to or a file is not there.
 */
export async function typeOnPhone(
  tx: Transaction,
  typed: TypedText,
  { events, files }: PhoneLine,
): Promise<HandsetMessageRow> {
  const { accountSid, phone, contact, body, id } = typed;
  const channel = parseAddress(contact)?.channel;
  if (channel !== parseAddress(phone)?.channel) throw apiError(21910);
  if (channel === 'sms') {
    const number = await findOwnNumberByPhone(tx.db, accountSid, contact.replace(/^sms:/, ''));
    if (number === undefined) throw apiError(20404, `No contact centre answers at ${contact}`);
  }
  await ensurePhones(tx, [{ accountSid, address: phone }]);
  const mediaUrls = await files.attach(tx, accountSid, typed.files, nameOfText(typed));
  const { message } = await events.receive(tx, {
    accountSid,
    connector: HANDSET,
    carrierMessageId: `${phone} ${id}`,
    from: phone,
    to: contact,
    body,
    mediaUrls,
  });
  const shown = await tx.db
    .insertInto('handset_messages')
    .values({
      sid: newSid('HM'),
      account_sid: accountSid,
      phone_address: phone,
      contact_address: contact,
      direction: 'outgoing',
      carrier_message_sid: message.sid,
      body,
      media_urls: mediaUrls.length === 0 ? null : JSON.stringify(mediaUrls),
      arrives_at: null,
      date_created: tx.now,
    })
    .onConflict((conflict) => conflict.column('carrier_message_sid').doNothing())
    .returningAll()
    .executeTakeFirst();
  await notePhonesActive(tx, [{ accountSid, address: phone }]);
  if (shown !== undefined) return shown;
  return tx.db
    .selectFrom('handset_messages')
    .selectAll()
    .where('carrier_message_sid', '=', message.sid)
    .executeTakeFirstOrThrow();
}
