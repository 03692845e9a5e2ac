// Texts on their way to phones: each phone behaves as its settings say, and shows a text once.
import type { SendResult } from '#delivery/port.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { setArrivalTimers } from './arrivals.ts';
import { ensurePhones, notePhonesActive, phoneKey } from './phones.ts';

/**
 * Delivers a batch. A number that was never seen is a phone like any other. A text given twice, after a crash, is
 * shown once.
 */
export async function deliverToPhones(
  tx: Transaction,
  batch: readonly CarrierMessageRow[],
): Promise<SendResult[]> {
  const phones = await ensurePhones(
    tx,
    batch.map((message) => ({ accountSid: message.account_sid, address: message.to_address })),
  );
  const phoneOf = (message: CarrierMessageRow) =>
    phones.get(phoneKey(message.account_sid, message.to_address)) as HandsetPhoneRow;
  const reaching = batch.filter((message) => phoneOf(message).behaviour !== 'fail');
  await showOnPhones(tx, reaching, phoneOf);
  const slow = reaching.filter((message) => phoneOf(message).behaviour === 'slow');
  await setArrivalTimers(
    tx,
    slow.map((message) => message.account_sid),
  );
  return batch.map((message) => resultFor(phoneOf(message)));
}

function resultFor(phone: HandsetPhoneRow): SendResult {
  switch (phone.behaviour) {
    case 'normal':
      return { outcome: 'sent', final: { status: 'delivered' } };
    case 'slow':
      return { outcome: 'sent' };
    case 'fail':
      return { outcome: 'sent', final: { status: 'undelivered', errorCode: phone.error_code } };
  }
}

async function showOnPhones(
  tx: Transaction,
  messages: readonly CarrierMessageRow[],
  phoneOf: (message: CarrierMessageRow) => HandsetPhoneRow,
): Promise<void> {
  if (messages.length === 0) return;
  await tx.db
    .insertInto('handset_messages')
    .values(
      messages.map((message) => {
        const phone = phoneOf(message);
        return {
          sid: newSid('HM'),
          account_sid: message.account_sid,
          phone_address: message.to_address,
          contact_address: message.from_address,
          direction: 'incoming',
          carrier_message_sid: message.sid,
          body: message.body,
          media_urls: message.media_urls,
          arrives_at: phone.behaviour === 'slow' ? tx.now + phone.delay_seconds * 1_000 : null,
          date_created: tx.now,
        } as const;
      }),
    )
    .onConflict((conflict) => conflict.column('carrier_message_sid').doNothing())
    .execute();
  await notePhonesActive(
    tx,
    messages.map((message) => ({ accountSid: message.account_sid, address: message.to_address })),
  );
}
